export { Linear, linear, linearOperation, type LinearOptions } from "./linear.ts";
