export {
  Dropout,
  dropout,
  dropoutOperation,
  type DropoutCall,
  type DropoutMode,
  type DropoutModuleOptions,
  type DropoutOptions,
} from "./dropout.ts";
