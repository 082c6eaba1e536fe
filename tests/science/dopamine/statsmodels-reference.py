"""Makes statsmodels-reference.json: /usr/bin/python3 statsmodels-reference.py > statsmodels-reference.json

Debian 12: apt-get install python3-scipy python3-statsmodels (statsmodels 0.13.5, SciPy 1.10.1).
"""

import json

import numpy as np
import statsmodels.api as sm
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(11)
starts = [0, 70, 190, 260]
n = starts[-1]
contra = rng.choice([0, 0, 0.25, 0.5], n)
ipsi = np.where(contra > 0, 0, rng.choice([0, 0.25, 0.5], n))
choice = rng.choice([-0.5, 0.5], n)
outcome = rng.choice([-0.5, 0.5], n)
y = np.round(
    0.5 * contra + 0.2 * ipsi - 0.1 * choice + 0.4 * outcome + (0.3 + contra) * rng.standard_normal(n), 6
)
columns = {"contra": contra, "ipsi": ipsi, "choice": choice, "outcome": outcome}

# Session means and cosines as explicit regressors, which the program absorbs instead.
drift_trials = 100
basis = []
for a, b in zip(starts, starts[1:]):
    m = b - a
    cosines = max(0, min(int(np.ceil(2 * m / drift_trials)) - 1, m // 4))
    for j in range(cosines + 1):
        wave = np.zeros(n)
        wave[a:b] = np.cos(np.pi * j * (np.arange(m) + 0.5) / m)
        basis.append(wave)
X = np.column_stack([*columns.values(), *basis])
fit = sm.OLS(y, X).fit(cov_type="HC3", use_t=True)
k = len(columns)

# Cross-validation over ten contiguous folds of what is left without drift, by NumPy's least squares.
drift = np.column_stack(basis)
rest = [v - drift @ np.linalg.lstsq(drift, v, rcond=None)[0] for v in [*columns.values(), y]]
fold = np.minimum(9, np.arange(n) * 10 // n)


def held_out_share(kept):
    x = np.column_stack([rest[j] for j in kept])
    out = 0.0
    for f in range(10):
        beta = np.linalg.lstsq(x[fold != f], rest[k][fold != f], rcond=None)[0]
        out += np.sum((rest[k][fold == f] - x[fold == f] @ beta) ** 2)
    return 1 - out / np.sum(rest[k] ** 2)


whole = held_out_share(range(k))
unique = [whole - held_out_share([j for j in range(k) if j != left]) for left in range(k)]

p = [0.01, 0.02, 0.03, 0.04, 0.5, 0.0001, 0.04, 0.9, 1.0]
effect = np.array([0.11, 0.05, 0.2, -0.03, 0.09])
variance = np.array([0.002, 0.001, 0.004, 0.0015, 0.0008])
meta = combine_effects(effect, variance, method_re="dl", use_t=True)
# The summary's last row of Hartung-Knapp: mean_effect_re with sd_eff_w_re_hksj.
from scipy import stats as st

half = st.t.ppf(0.975, len(effect) - 1) * meta.sd_eff_w_re_hksj

print(
    json.dumps(
        {
            "starts": starts,
            "driftTrials": drift_trials,
            "columns": {name: column.tolist() for name, column in columns.items()},
            "y": y.tolist(),
            "ols": {
                "params": fit.params[:k].tolist(),
                "hc3": fit.bse[:k].tolist(),
                "p": fit.pvalues[:k].tolist(),
                "ci": fit.conf_int()[:k].tolist(),
                "dfResid": int(fit.df_resid),
            },
            "crossValidation": {"rSquared": whole, "unique": unique},
            "bh": {"p": p, "adjusted": multipletests(p, method="fdr_bh")[1].tolist()},
            "meta": {
                "effect": effect.tolist(),
                "variance": variance.tolist(),
                "tau2": float(meta.tau2),
                "mean": float(meta.mean_effect_re),
                "se": float(meta.sd_eff_w_re_hksj),
                "ci": [float(meta.mean_effect_re - half), float(meta.mean_effect_re + half)],
            },
        }
    )
)
