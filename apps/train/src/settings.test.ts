import { describe, expect, it } from "vitest";
import { help, parseSettings } from "./settings.ts";

const parse = (line: string): ReturnType<typeof parseSettings> => parseSettings(line.split(" ").filter(Boolean));

describe("parseSettings", () => {
  it("has defaults", () => {
    expect(parse("")).toEqual({
      epochs: 2,
      batchSize: 64,
      seed: 1,
      learningRate: 0.003,
      schedule: "cosine",
      backend: "cpu",
      activation: "relu",
      batchNorm: true,
      dropout: 0.25,
      limit: undefined,
      save: undefined,
      evaluate: undefined,
    });
  });

  it("reads every option", () => {
    const line =
      "--epochs 3 --batch-size=32 --seed 0 --learning-rate 1e-2 --schedule constant --backend interpreter --activation tanh " +
      "--no-batch-norm --dropout 0.5 --limit 500 --save weights.safetensors";
    expect(parse(line)).toEqual({
      epochs: 3,
      batchSize: 32,
      seed: 0,
      learningRate: 0.01,
      schedule: "constant",
      backend: "interpreter",
      activation: "tanh",
      batchNorm: false,
      dropout: 0.5,
      limit: 500,
      save: "weights.safetensors",
      evaluate: undefined,
    });
    expect(parse("--evaluate a.safetensors")).toMatchObject({ evaluate: "a.safetensors" });
    expect(parse("--batch-norm --no-dropout")).toMatchObject({ batchNorm: true, dropout: 0 });
  });

  it("asks for help", () => {
    expect(parse("--help")).toBe("help");
    expect(help).toContain("--learning-rate");
  });

  it.each([
    ["--epochs 0", '--epochs: expected an integer of at least 1, got "0"'],
    ["--epochs 1.5", '--epochs: expected an integer of at least 1, got "1.5"'],
    ["--batch-size many", '--batch-size: expected an integer of at least 1, got "many"'],
    ["--seed=-1", '--seed: expected an integer of at least 0, got "-1"'],
    ["--learning-rate 0", '--learning-rate: expected a number above 0, got "0"'],
    ["--learning-rate=", '--learning-rate: expected a number above 0, got ""'],
    ["--dropout 1", '--dropout: expected a number from 0 to below 1, got "1"'],
    ["--backend gpu", '--backend: expected one of cpu, interpreter, got "gpu"'],
    ["--activation swish", '--activation: expected one of relu, sigmoid, tanh, got "swish"'],
    ["--dropout 0.1 --no-dropout", "--dropout and --no-dropout contradict each other"],
    ["--batch-norm --no-batch-norm", "--batch-norm and --no-batch-norm contradict each other"],
    ["--save a --evaluate b", "--save and --evaluate contradict each other"],
    ["--save=", '--save: expected a file, got ""'],
    ["--epoch 2", "Unknown option '--epoch'"],
    ["--epochs", "Option '--epochs <value>' argument missing"],
    ["fast", "Unexpected argument 'fast'"],
  ])("refuses %s", (line, message) => {
    expect(() => parse(line)).toThrow(message);
    expect(() => parse(line)).not.toThrow("\n");
  });
});
