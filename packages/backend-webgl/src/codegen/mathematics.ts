import type { LibraryFunction } from "./library.ts";

const unary = (body: string, ...uses: string[]): LibraryFunction => ({
  result: "float",
  parameters: ["float"],
  body,
  uses,
});

/** Sine and cosine of a remainder between -π/4 and π/4, after Cephes. `r` and the quadrant `j` are computed first. */
const reduceByQuadrants = `float n = floor(a * 0.6366198 + 0.5);
  float r = ((a - n * 1.5703125) - n * 4.837513e-4) - n * 7.54979e-8;
  int j = int(n) & 3;
  float z = r * r;
  float s = ((-1.9515296e-4 * z + 8.332161e-3) * z - 0.16666655) * z * r + r;
  float c = ((2.4433157e-5 * z - 1.3887316e-3) * z + 4.1666646e-2) * z * z - 0.5 * z + 1.0;`;

/**
 * The functions of the formula language that shading languages lack, or compute to a few bits only.
 *
 * Polynomials are those of the CPU backend (from Cephes and Eigen); each comment there and here gives the method.
 * NaN passes through all of them where the device keeps it.
 */
export const mathematics: { readonly [name: string]: LibraryFunction } = {
  /** a · 2^b, in two steps since 2^b alone may overflow. */
  scale: {
    result: "float",
    parameters: ["float", "int"],
    body: `int h = b >> 1;
  return a * intBitsToFloat((h + 127) << 23) * intBitsToFloat((b - h + 127) << 23);`,
  },
  /** e^a - 1 for |a| ≤ ln 2 / 2. */
  expRemainder: unary(
    `float p = 1.98756915e-4;
  p = p * a + 1.39819995e-3;
  p = p * a + 8.33345191e-3;
  p = p * a + 4.16657959e-2;
  p = p * a + 0.166666655;
  p = p * a + 0.5;
  return p * a * a + a;`,
  ),
  /** x = n · ln 2 + r, then e^r · 2^n. */
  exponential: unary(
    `float x = clamp(a, -104.0, 89.0);
  float n = floor(x * 1.442695 + 0.5);
  float r = (x - n * 0.69314575) - n * 1.4286068e-6;
  return mix(scale(1.0 + expRemainder(r), int(n)), a, isNaN(a) != 0);`,
    "isNaN",
    "scale",
    "expRemainder",
  ),
  /** (e^a - 1) / 2 for -30 ≤ a ≤ 89, without cancellation near 0. */
  halfExpm1: unary(
    `float n = floor(a * 1.442695 + 0.5);
  float r = (a - n * 0.69314575) - n * 1.4286068e-6;
  float s = intBitsToFloat((int(n) + 126) << 23);
  return s * expRemainder(r) + (s - 0.5);`,
    "expRemainder",
  ),
  exponentialMinus1: unary(
    `float y = 2.0 * halfExpm1(clamp(a, -30.0, 89.0));
  return mix(y, a, (isNaN(a) | int(abs(a) < 3e-8)) != 0);`,
    "isNaN",
    "halfExpm1",
  ),
  hyperbolicTangent: unary(
    `float e = halfExpm1(2.0 * min(abs(a), 20.0));
  float y = e / (e + 1.0);
  return mix(mix(y, -y, a < 0.0), a, (isNaN(a) | int(abs(a) < 3e-8)) != 0);`,
    "isNaN",
    "halfExpm1",
  ),
  /** 1 / (1 + e^-x): neither end of e^-x needs more than one factor 2^n. */
  logistic: unary(
    `float x = clamp(-a, -88.0, 88.0);
  float n = floor(x * 1.442695 + 0.5);
  float r = (x - n * 0.69314575) - n * 1.4286068e-6;
  float s = intBitsToFloat((int(n) + 127) << 23);
  return orNaN(1.0 / (1.0 + (s + s * expRemainder(r))), floatBitsToInt(a) & 0x7fffffff);`,
    "expRemainder",
    "orNaN",
  ),
  /** a = m · 2^n with √½ ≤ m < √2; a polynomial of Cephes in m - 1. */
  logarithm: unary(
    `bool small = a < 1.1754944e-38;
  int bits = floatBitsToInt(mix(a, a * 8388608.0, small)) - 0x3f3504f3;
  float n = float(bits >> 23) - mix(0.0, 23.0, small);
  float m = intBitsToFloat((bits & 0x7fffff) + 0x3f3504f3) - 1.0;
  float z = m * m;
  float p = 7.03768363e-2;
  p = p * m - 0.115146103;
  p = p * m + 0.11676999;
  p = p * m - 0.12420141;
  p = p * m + 0.14249323;
  p = p * m - 0.16668057;
  p = p * m + 0.20000714;
  p = p * m - 0.24999994;
  p = p * m + 0.3333333;
  float y = ((p * m * z - n * 2.1219444e-4) - 0.5 * z + m) + n * 0.69335938;
  y = mix(y, uintBitsToFloat(0xff800000u), a == 0.0);
  y = mix(y, uintBitsToFloat(0x7fc00000u), a < 0.0);
  return mix(y, a, (isNaN(a) | int(a == uintBitsToFloat(0x7f800000u))) != 0);`,
    "isNaN",
  ),
  /** 2 · artanh(a / (2 + a)) by its series near 0, where 1 + a would lose the last bits of a. */
  logarithmOf1Plus: unary(
    `float s = a / (2.0 + a);
  float z = s * s;
  float p = 0.09090909;
  p = p * z + 0.11111111;
  p = p * z + 0.14285715;
  p = p * z + 0.2;
  p = p * z + 0.33333334;
  float near = 2.0 * s + 2.0 * s * z * p;
  return mix(logarithm(1.0 + a), near, abs(a) < 0.375);`,
    "logarithm",
  ),
  sine: unary(`${reduceByQuadrants}\n  float y = mix(c, s, (j & 1) == 0);\n  return mix(-y, y, (j & 2) == 0);`),
  cosine: unary(`${reduceByQuadrants}\n  float y = mix(s, c, (j & 1) == 0);\n  return mix(y, -y, ((j + 1) & 2) != 0);`),
  tangent: unary(`${reduceByQuadrants}\n  return mix(-c / s, s / c, (j & 1) == 0);`),
  /** Arguments are brought below tan(π/8). */
  arcTangent: unary(
    `float x = abs(a);
  bool far = x > 2.4142136;
  bool near = x > 0.41421357;
  float r = mix(mix(x, (x - 1.0) / (x + 1.0), near), -1.0 / x, far);
  float z = r * r;
  float y = (((8.053745e-2 * z - 0.13877686) * z + 0.1997771) * z - 0.3333295) * z * r + r;
  y += mix(mix(0.0, 0.78539819, near), 1.5707964, far);
  return mix(mix(y, -y, a < 0.0), a, isNaN(a) != 0);`,
    "isNaN",
  ),
  /** erf(a) / a as a quotient of polynomials in a²; the coefficients that Eigen uses. */
  errorFunction: unary(
    `float x = clamp(a, -4.0, 4.0);
  float z = x * x;
  float p = -2.72614225e-10;
  p = p * z + 2.7706815e-8;
  p = p * z - 2.10102394e-6;
  p = p * z - 5.69250624e-5;
  p = p * z - 7.34990637e-4;
  p = p * z - 2.95459978e-3;
  p = p * z - 1.60960332e-2;
  float q = -1.45660715e-5;
  q = q * z - 2.13374049e-4;
  q = q * z - 1.682827e-3;
  q = q * z - 7.3733293e-3;
  q = q * z - 1.42647391e-2;
  return mix(clamp(x * p / q, -1.0, 1.0), a, isNaN(a) != 0);`,
    "isNaN",
  ),
  signOf: unary("return mix(sign(a), a, isNaN(a) != 0);", "isNaN"),
  /** a^b for a whole number b of at most 64, by squaring. */
  wholePower: {
    result: "float",
    parameters: ["float", "float"],
    body: `float y = 1.0;
  float x = a;
  int n = int(min(abs(b), 64.0));
  for (int k = 0; k < 7; k++) {
    y *= mix(1.0, x, ((n >> k) & 1) != 0);
    x *= x;
  }
  return mix(y, 1.0 / y, b < 0.0);`,
  },
  raise: {
    result: "float",
    parameters: ["float", "float"],
    body: `int whole = int(floor(b) == b);
  int odd = whole & int(abs(b) < 16777216.0) & int(clamp(b, -16777216.0, 16777216.0));
  float y = exponential(b * logarithm(abs(a)));
  y = mix(y, mix(uintBitsToFloat(0x7f800000u), 0.0, b > 0.0), a == 0.0);
  y = mix(y, 1.0, abs(a) == 1.0);
  y = mix(y, -y, (odd & int(a < 0.0)) != 0);
  y = mix(y, uintBitsToFloat(0x7fc00000u), (int(a < 0.0) & (1 - whole) & (1 - int(isinf(a)))) != 0);
  y = mix(y, wholePower(a, b), (whole & int(abs(b) <= 64.0)) != 0);
  y = mix(y, a + b, (isNaN(a) | isNaN(b)) != 0);
  return mix(y, 1.0, (int(b == 0.0) | int(a == 1.0)) != 0);`,
    uses: ["isNaN", "wholePower", "exponential", "logarithm"],
  },
};
