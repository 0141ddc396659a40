export { backend, backendName } from "./backend.ts";
