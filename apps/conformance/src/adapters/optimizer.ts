import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  NAdam,
  RAdam,
  RMSprop,
  SGD,
  type AdamaxOptions,
  type Optimizer,
} from "@nn/optimizers";
import { Variable, type Tensor } from "@nn/tensor";
import type { Attributes } from "../attributes.ts";
import type { Adapter, Family } from "./adapter.ts";
import type { CaseContext } from "./context.ts";

const steps = 5;

type Create = (parameters: readonly Variable[], attributes: Attributes) => Optimizer;

/** Every parameter after each of the steps, with the gradients given. */
function torch(create: Create): Adapter {
  return {
    run: (context) => {
      const parameters = numbered(context, /^param\d+$/);
      const optimizer = create(parameters, context.attributes);
      const outputs: Record<string, Tensor> = {};
      for (let step = 0; step < steps; step++) {
        parameters.forEach((parameter, number) => (parameter.grad = context.input(`grad${number}_step${step}`)));
        optimizer.step();
        parameters.forEach((parameter, number) => (outputs[`param${number}_step${step}`] = parameter.detach()));
      }
      return outputs;
    },
  };
}

const sgd: Create = (parameters, attributes) =>
  new SGD(parameters, {
    learningRate: attributes.number("lr", 0),
    momentum: attributes.number("momentum", 0),
    dampening: attributes.number("dampening", 0),
    weightDecay: attributes.number("weight_decay", 0),
    nesterov: attributes.flag("nesterov", false),
    maximize: attributes.flag("maximize", false),
  });

function adam(Kind: typeof Adam | typeof AdamW, weightDecay: number): Create {
  return (parameters, attributes) => {
    const [beta1, beta2] = attributes.numbers("betas", [0.9, 0.999]);
    return new Kind(parameters, {
      learningRate: attributes.number("lr", 1e-3),
      betas: [beta1!, beta2!],
      epsilon: attributes.number("eps", 1e-8),
      weightDecay: attributes.number("weight_decay", weightDecay),
      amsgrad: attributes.flag("amsgrad", false),
      maximize: attributes.flag("maximize", false),
    });
  };
}

/** Adamax, NAdam and RAdam have the same options. */
function relativeOfAdam(
  create: (parameters: readonly Variable[], options: AdamaxOptions, attributes: Attributes) => Optimizer,
): Create {
  return (parameters, attributes) => {
    const [beta1, beta2] = attributes.numbers("betas", [0.9, 0.999]);
    const options = {
      learningRate: attributes.number("lr", 0),
      betas: [beta1!, beta2!] as const,
      epsilon: attributes.number("eps", 1e-8),
      weightDecay: attributes.number("weight_decay", 0),
    };
    return create(parameters, options, attributes);
  };
}

const rmsProp: Create = (parameters, attributes) =>
  new RMSprop(parameters, {
    learningRate: attributes.number("lr", 0.01),
    decay: attributes.number("alpha", 0.99),
    epsilon: attributes.number("eps", 1e-8),
    momentum: attributes.number("momentum", 0),
    centered: attributes.flag("centered", false),
    weightDecay: attributes.number("weight_decay", 0),
    maximize: attributes.flag("maximize", false),
  });

const adagrad: Create = (parameters, attributes) =>
  new Adagrad(parameters, {
    learningRate: attributes.number("lr", 0.01),
    learningRateDecay: attributes.number("lr_decay", 0),
    initialAccumulator: attributes.number("initial_accumulator_value", 0),
    epsilon: attributes.number("eps", 1e-10),
    weightDecay: attributes.number("weight_decay", 0),
    maximize: attributes.flag("maximize", false),
  });

const adadelta: Create = (parameters, attributes) =>
  new Adadelta(parameters, {
    learningRate: attributes.number("lr", 1),
    decay: attributes.number("rho", 0.9),
    epsilon: attributes.number("eps", 1e-6),
    weightDecay: attributes.number("weight_decay", 0),
    maximize: attributes.flag("maximize", false),
  });

const onnxAdagrad: Adapter = {
  run: (context) =>
    onnxStep(context, { sum: /^H\d*$/ }, (parameters) => {
      const { attributes, number } = context;
      return new Adagrad(parameters, {
        learningRate: number("R", 0),
        learningRateDecay: attributes.number("decay_factor", 0),
        epsilon: attributes.number("epsilon", 1e-6),
        weightDecay: attributes.number("norm_coefficient", 0),
      });
    }),
};

/** What SGD calls dampening is 1 − beta. */
const onnxMomentum: Adapter = {
  run: (context) =>
    onnxStep(context, { velocity: /^[HV]\d*$/ }, (parameters) => {
      const { attributes, number } = context;
      return new SGD(parameters, {
        learningRate: number("R", 0),
        momentum: attributes.number("alpha", 0),
        dampening: 1 - attributes.number("beta", 1),
        weightDecay: attributes.number("norm_coefficient", 0),
        nesterov: attributes.text("mode", "standard") === "nesterov",
      });
    }),
};

/** ONNX corrects nothing in step 0: learning rate and epsilon undo the correction of the first step. */
const onnxAdam: Adapter = {
  leavesOut: ({ inputs }) =>
    inputs.some(({ name, data }) => name === "T" && data[0] !== 0) ? "Adam counts its steps otherwise" : undefined,
  run: (context) =>
    onnxStep(context, { mean: /^V\d*$/, meanSquare: /^H\d*$/ }, (parameters) => {
      const { attributes, number } = context;
      const betas = [attributes.number("alpha", 0.9), attributes.number("beta", 0.999)] as const;
      const correction = Math.sqrt(1 - betas[1]);
      return new Adam(parameters, {
        learningRate: (number("R", 0) * (1 - betas[0])) / correction,
        betas,
        epsilon: attributes.number("epsilon", 1e-6) / correction,
        weightDecay: attributes.number("norm_coefficient", 0),
      });
    }),
};

/**
 * One step from a given state. The results are the parameters, followed by each part of the state.
 *
 * @param state the names of the inputs for each part of the optimizer's state
 */
function onnxStep(
  context: CaseContext,
  state: Readonly<Record<string, RegExp>>,
  create: (parameters: readonly Variable[]) => Optimizer,
): Record<string, Tensor> {
  const { case: testCase, number } = context;
  const parameters = numbered(context, /^X\d*$/);
  const gradients = numbered(context, /^G\d*$/);
  const parts = Object.entries(state).map(([part, pattern]) => [part, numbered(context, pattern)] as const);
  const optimizer = create(parameters);
  optimizer.loadStateDict({
    learningRate: optimizer.learningRate,
    parameters: parameters.map((_, position) => ({
      steps: number("T", 0),
      tensors: Object.fromEntries(parts.map(([part, values]) => [part, values[position]!])),
    })),
  });
  parameters.forEach((parameter, position) => (parameter.grad = gradients[position]!));
  optimizer.step();
  const { parameters: states } = optimizer.stateDict();
  const results = [...parameters, ...parts.flatMap(([part]) => states.map(({ tensors }) => tensors[part]!))];
  return Object.fromEntries(testCase.expected.map(({ name }, position) => [name, results[position]!]));
}

/** Variables that start as the inputs whose names fit, in the order in which the case has them. */
function numbered({ case: { inputs }, input }: CaseContext, pattern: RegExp): Variable[] {
  return inputs.filter(({ name }) => pattern.test(name)).map(({ name }) => new Variable(input(name), true));
}

export const optimizer: Family = {
  "torch-1.13": {
    SGD: torch(sgd),
    Adam: torch(adam(Adam, 0)),
    AdamW: torch(adam(AdamW, 0.01)),
    Adamax: torch(relativeOfAdam((parameters, options) => new Adamax(parameters, options))),
    NAdam: {
      ...torch(
        relativeOfAdam((parameters, options, attributes) => {
          return new NAdam(parameters, { ...options, momentumDecay: attributes.number("momentum_decay", 4e-3) });
        }),
      ),
      leavesOut: () => "PyTorch 1.13 has one momentum twice in the product of NAdam's momenta, later versions do not",
    },
    RAdam: torch(relativeOfAdam((parameters, options) => new RAdam(parameters, options))),
    RMSprop: torch(rmsProp),
    Adagrad: torch(adagrad),
    Adadelta: torch(adadelta),
  },
  "onnx-node": { Momentum: onnxMomentum, Adam: onnxAdam, Adagrad: onnxAdagrad },
};
