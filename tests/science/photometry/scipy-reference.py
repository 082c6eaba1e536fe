"""Makes scipy-reference.json: python3 scipy-reference.py > scipy-reference.json (SciPy 1.17.1, NumPy)."""

import json

import numpy as np
import scipy
from scipy import interpolate, ndimage, optimize, signal, stats

RATE = 130.0
rng = np.random.default_rng(7)
t = np.arange(300) / RATE
x = np.round(1.5 + 0.2 * np.sin(2 * np.pi * 1.3 * t) + 0.05 * rng.standard_normal(t.size), 6)
x[40] += 0.8
low = signal.butter(2, 10, "lowpass", fs=RATE, output="sos")
high = signal.butter(2, 0.5, "highpass", fs=RATE, output="sos")

block = np.arange(400) * 0.5
bleached = np.round(
    1.2 + 0.3 * np.exp(-block / 12) + 0.5 * np.exp(-block / 90) + 0.002 * rng.standard_normal(block.size), 8
)


def double_exponential(s, c, a, tau, b, slow):
    return c + a * np.exp(-s / tau) + b * np.exp(-s / slow)


fit, _ = optimize.curve_fit(double_exponential, block, bleached, p0=[1, 0.2, 5, 0.4, 100], xtol=1e-14, ftol=1e-14)

control = np.round(rng.standard_normal(200), 6)
mixed = np.round(0.4 + 0.7 * control + 0.1 * rng.standard_normal(200), 6)
mixed[::9] += 3
ordinary = stats.linregress(control, mixed)

slope, intercept = ordinary.slope, ordinary.intercept
for _ in range(500):
    r = mixed - intercept - slope * control
    u = r / (4.685 * np.median(np.abs(r)) / 0.6745)
    w = np.where(np.abs(u) < 1, (1 - u**2) ** 2, 0)
    design = np.column_stack([np.ones_like(control), control])
    intercept, slope = np.linalg.solve(design.T @ (w[:, None] * design), design.T @ (w * mixed))

places = [0.3, 1.5, 7.25, 20.9, 298.4]
cubic = []
for place in places:
    first = min(max(int(np.floor(place)) - 1, 0), t.size - 4)
    cubic.append(float(interpolate.lagrange(np.arange(4), x[first : first + 4])(place - first)))

print(
    json.dumps(
        {
            "recipe": "tests/science/photometry/scipy-reference.py",
            "scipy": scipy.__version__,
            "sampleRateHz": RATE,
            "samples": x.tolist(),
            "median5": ndimage.median_filter(x, 5, mode="nearest").tolist(),
            "lowPass10HzOdd": signal.sosfiltfilt(low, x).tolist(),
            "highPassHalfHzEven": signal.sosfiltfilt(high, x, padtype="even").tolist(),
            "bleached": {"blockS": 0.5, "samples": bleached.tolist(), "fit": fit.tolist()},
            "regression": {
                "control": control.tolist(),
                "signal": mixed.tolist(),
                "ordinary": [ordinary.slope, ordinary.intercept],
                "biweight": [slope, intercept],
            },
            "cubic": {"places": places, "values": cubic},
        }
    )
)
