"""The random streams of Sources/TensorCore/Random, written again in Python: Philox4x32-10 in a tree of names.

A script that has to draw what the Swift code draws (orders, labels, subsets) uses these; the test that reads its golden
thereby holds the two against each other.
"""

MASK32, MASK64 = (1 << 32) - 1, (1 << 64) - 1


def philox(key, counter):
    """Philox4x32-10 (Salmon et al., SC 2011) on a 64-bit key and a pair of 64-bit counters; a pair of 64-bit words."""
    c = [counter[0] & MASK32, counter[0] >> 32, counter[1] & MASK32, counter[1] >> 32]
    k = [key & MASK32, key >> 32]
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK32, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK32]
        k = [(k[0] + 0x9E3779B9) & MASK32, (k[1] + 0xBB67AE85) & MASK32]
    return c[1] << 32 | c[0], c[3] << 32 | c[2]


class Stream:
    def __init__(self, seed=None, key=None):
        self.key = key if seed is None else self._mix(seed, 0x9E3779B97F4A7C15)
        self.position = 0

    @staticmethod
    def _mix(key, label):
        return philox(key, (label, 0x4C65746865))[0]

    def child(self, name):
        """By a name or a number; does not advance this stream."""
        if isinstance(name, int):
            return Stream(key=self._mix(self.key ^ 0xA0761D6478BD642F, name))
        label = 0xCBF29CE484222325  # FNV-1a
        for byte in name.encode():
            label = ((label ^ byte) * 0x100000001B3) & MASK64
        return Stream(key=self._mix(self.key, label))

    def next(self):
        self.position += 1
        return philox(self.key, (self.position - 1, 0))[0]

    def below(self, bound):
        return self.next() * bound >> 64

    def permutation(self, count):
        key, order = self.next(), list(range(count))
        for i in range(count - 1, 0, -1):
            j = philox(key, (i, 0))[0] * (i + 1) >> 64
            order[i], order[j] = order[j], order[i]
        return order
