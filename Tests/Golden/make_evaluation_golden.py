"""Prints the golden numbers of Tests/EvaluationTests.

Every input is drawn by the integer recipe `Draws`, which Draws.swift repeats, and uses only + - * /, so both sides
start from the same bits. Made with numpy, scipy and scikit-learn of the versions printed first.

    python Tests/Golden/make_evaluation_golden.py
"""

import numpy as np
import scipy
import sklearn
from scipy.ndimage import gaussian_filter
from sklearn.metrics import roc_auc_score
from sklearn.svm import SVC


class Draws:
    """Numerical Recipes' 32-bit linear congruence; 24 high bits, uniform in [0, 1)."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (1664525 * self.state + 1013904223) % 2**32
        return (self.state >> 8) / 2**24

    def array(self, *shape):
        return np.array([self.next() for _ in range(int(np.prod(shape)))]).reshape(shape)


def mia(seed, members, non_members, forget, kind):
    """Members' confidences crowd at 1; the others' spread; 'middle' makes an interval rule necessary."""
    d = Draws(seed)
    if kind == "overlap":
        m = 1 - d.array(members) ** 2 * 0.5
        n = 1 - d.array(non_members) * 0.75
    else:
        m = 0.5 + (d.array(members) - 0.5) * 0.5
        n = d.array(non_members)
    f = d.array(forget)
    svc = SVC(C=3, gamma="auto", kernel="rbf")
    svc.fit(np.r_[m, n][:, None], np.r_[np.ones(members), np.zeros(non_members)])
    return int((svc.predict(f[:, None]) == 0).sum())


def ssim(a, b, channels):
    """scikit-image's structural_similarity, gaussian_weights, spelt out."""
    total = 0.0
    for c in range(channels):
        x, y = a[..., c], b[..., c]
        blur = lambda v: gaussian_filter(v, 1.5, truncate=3.5, mode="reflect")
        mx, my = blur(x), blur(y)
        vx, vy, cov = blur(x * x) - mx * mx, blur(y * y) - my * my, blur(x * y) - mx * my
        c1, c2 = 0.01**2, 0.03**2
        s = ((2 * mx * my + c1) * (2 * cov + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2))
        total += s[5:-5, 5:-5].mean()
    return total / channels


def image_pair(seed, height, width, channels):
    d = Draws(seed)
    a = d.array(height, width, channels).astype(np.float32)
    noise = d.array(height, width, channels).astype(np.float32)
    b = (np.float32(0.75) * a + np.float32(0.25) * noise).astype(np.float32)
    return a.astype(np.float64), b.astype(np.float64)


def cka(seed, n, d1, d2):
    d = Draws(seed)
    x = d.array(n, d1)
    y = 0.5 * x[:, :d2] + 0.5 * d.array(n, d2)
    k, l = x @ x.T, y @ y.T

    def hsic1(k, l):
        k, l = k - np.diag(np.diag(k)), l - np.diag(np.diag(l))
        one = np.ones(n)
        return (
            np.trace(k @ l) + (one @ k @ one) * (one @ l @ one) / ((n - 1) * (n - 2)) - 2 / (n - 2) * (one @ k @ l @ one)
        ) / (n * (n - 3))

    h = np.eye(n) - 1 / n
    biased = np.trace(k @ h @ l @ h) / np.sqrt(np.trace(k @ h @ k @ h) * np.trace(l @ h @ l @ h))
    return biased, hsic1(k, l) / np.sqrt(hsic1(k, k) * hsic1(l, l))


def softmax_case(seed, n, classes):
    d = Draws(seed)
    z = 8 * d.array(n, classes) - 4
    labels = np.arange(n) % classes
    p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
    py = p[np.arange(n), labels]
    others = p * np.log(1 - p)
    others[np.arange(n), labels] = 0
    m_entropy = -(1 - py) * np.log(py) - others.sum(1)
    entropy = -(p * np.log(p)).sum(1)
    keep = labels < 3
    q = p[keep][:, :3] / p[keep][:, :3].sum(1, keepdims=True)
    auc = roc_auc_score(labels[keep], q, multi_class="ovr", average="macro")
    return py.mean(), entropy.mean(), m_entropy.mean(), auc


print(f"// numpy {np.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}")
for case in [(1, 400, 400, 500, "overlap"), (2, 300, 500, 500, "overlap"), (3, 400, 400, 500, "middle")]:
    print("mia", case, mia(*case))
for case in [(4, 32, 32, 3), (5, 28, 28, 1), (6, 11, 13, 2)]:
    a, b = image_pair(*case)
    print("ssim", case, repr(float(ssim(a, b, case[3]))), "mse", repr(float(((a - b) ** 2).mean())))
print("cka", (7, 60, 12, 8), *map(lambda v: repr(float(v)), cka(7, 60, 12, 8)))
print("softmax", (8, 90, 6), *map(lambda v: repr(float(v)), softmax_case(8, 90, 6)))
