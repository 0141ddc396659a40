const mark: unique symbol = Symbol.for("@nn/backend/error");

/**
 * The base of every error that @nn throws on purpose.
 *
 * The message starts with the operation, then says what was received and what would be right. `code` is stable
 * across releases. Recognise it with {@link NNError.isInstance}, which also works across duplicate copies of a package.
 */
export class NNError extends Error {
  /** Stable, machine-readable reason. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = "NNError";
    this.code = code;
    Object.defineProperty(this, mark, { value: true });
  }

  /** Whether `value` is an error of @nn, whichever copy of the package made it. */
  static isInstance(value: unknown): value is NNError {
    return typeof value === "object" && value !== null && mark in value;
  }
}

/**
 * Why something was refused.
 *
 * - `shape`: a rank or a size does not fit;
 * - `dtype`: an element type does not fit, or the backend lacks it;
 * - `option`: an option is out of its range;
 * - `backend`: tensors or buffers of different backends met, or the backend was disposed;
 * - `disposed`: a tensor was read after its storage was released;
 * - `state`: a state dict does not match its module;
 * - `formula`: a kernel breaks a rule of the formula language;
 * - `memory`: the device has no room left;
 * - `data`: a file or a byte stream is not what it should be.
 */
export type ErrorCode = "shape" | "dtype" | "option" | "backend" | "disposed" | "state" | "formula" | "memory" | "data";
