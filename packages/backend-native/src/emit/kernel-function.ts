import { FunctionBuilder } from '../assembler/module.js'
import type { Kernel } from '../plan/kernels.js'
import { contractFunction } from './contract.js'
import type { Emitter } from './emitter.js'
import {
  clearFrom,
  gatherAlongFunction,
  gatherFunction,
  oneHotFunction,
  scatterAddFunction,
} from './kernels/indexing.js'
import { argmaxFunction, cumsumFunction } from './kernels/lines.js'
import {
  averagePoolFunction,
  averagePoolGradientFunction,
  maxPoolFunction,
  maxPoolGradientFunction,
} from './kernels/pooling.js'
import { randomBitsFunction } from './kernels/random-bits.js'
import { softmaxFunction } from './kernels/softmax.js'
import { loopFunction } from './loop.js'

/** The function of a kernel; its parameters are the addresses that a call gives. */
export function kernelFunction(
  emitter: Emitter,
  kernel: Kernel,
  pointers: number,
): FunctionBuilder {
  const { lanes } = emitter
  switch (kernel.kind) {
    case 'loop':
      return loopFunction(emitter, kernel, pointers)
    case 'contract':
      return contractFunction(emitter, kernel, pointers)
    case 'clear': {
      const built = new FunctionBuilder(['i32'])
      built.body = clearFrom(0, kernel.bytes)
      return built
    }
    case 'gather':
      return gatherFunction(lanes, kernel)
    case 'scatterAdd':
      return scatterAddFunction(lanes, kernel)
    case 'gatherAlong':
      return gatherAlongFunction(lanes, kernel)
    case 'oneHot':
      return oneHotFunction(lanes, kernel)
    case 'argmax':
      return argmaxFunction(lanes, kernel)
    case 'cumsum':
      return cumsumFunction(lanes, kernel)
    case 'softmax':
    case 'logSoftmax':
      return softmaxFunction(emitter, kernel)
    case 'maxPool':
      return maxPoolFunction(lanes, kernel)
    case 'maxPoolGradient':
      return maxPoolGradientFunction(lanes, kernel)
    case 'averagePool':
      return averagePoolFunction(lanes, kernel)
    case 'averagePoolGradient':
      return averagePoolGradientFunction(lanes, kernel)
    case 'randomBits':
      return randomBitsFunction(lanes, kernel)
  }
}
