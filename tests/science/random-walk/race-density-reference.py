"""Writes race-density-reference.json: SCIENCE §3's race densities and their derivatives in 60-digit arithmetic.

Run by hand (python3 with mpmath) when the cases change; the tests read only the JSON.
"""
import json, random
from mpmath import mp, mpf, sqrt, log, exp, pi, erfc, diff

mp.dps = 60
SIG = mpf("0.1")


def Phi(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def finish(x, T):
    def f(w, b, z):
        d, v = w * x + b, 1 + w * w * SIG**2
        return log(z / sqrt(2 * pi * v * T**3)) - (z - d * T) ** 2 / (2 * v * T)
    return f


def survive(x, T):
    def f(w, b, z):
        d, v = w * x + b, 1 + w * w * SIG**2
        return log(Phi((z - d * T) / sqrt(v * T)) - exp(2 * z * d / v) * Phi(-(z + d * T) / sqrt(v * T)))
    return f


def derivatives(f, p, C):
    order = lambda *idx: tuple(sum(1 for i in idx if i == k) for k in range(3))
    d = lambda *idx: diff(f, p, order(*idx))
    pairs = [(0, 0), (0, 1), (1, 1), (0, 2), (1, 2), (2, 2)]
    trace = [
        sum(c * (1 if i == j else 2) * d(i, j, k) for c, (i, j) in zip(C, pairs)) / 2 for k in range(3)
    ]
    return {
        "value": float(f(*p)),
        "gradient": [float(d(k)) for k in range(3)],
        "hessian": [float(d(i, j)) for i, j in pairs],
        "halfThirdTrace": [float(x) for x in trace],
    }


random.seed(11)
cases = []
for n in range(60):
    extreme = n >= 40
    T = random.choice([0.06, 0.1, 1.0, 8.0, 30.0]) if extreme else random.choice([random.uniform(0.05, 3), random.uniform(0.05, 25)])
    w = random.uniform(-15, 15) if extreme else random.gauss(1, 3)
    b = random.choice([-15.0, -5.0, 5.0, 15.0]) if extreme else random.gauss(0.5, 1)
    x = random.choice([0.0, 0.25, 0.5])
    z = random.choice([0.05, 0.5, 4.0]) if extreme else random.uniform(0.2, 3)
    L = [[random.gauss(0, 1) if j <= i else 0 for j in range(3)] for i in range(3)]
    cov = lambda i, j: sum(L[i][m] * L[j][m] for m in range(3))
    C = [cov(0, 0), cov(0, 1), cov(1, 1), cov(0, 2), cov(1, 2), cov(2, 2)]
    p = (mpf(w), mpf(b), mpf(z))
    cases.append({
        "x": x, "w": w, "b": b, "z": z, "T": T, "C": C,
        "finish": derivatives(finish(mpf(x), mpf(T)), p, [mpf(c) for c in C]),
        "survive": derivatives(survive(mpf(x), mpf(T)), p, [mpf(c) for c in C]),
    })
with open("race-density-reference.json", "w") as out:
    json.dump(cases, out, indent=1)
    out.write("\n")
