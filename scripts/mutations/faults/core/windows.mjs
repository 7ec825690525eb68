// Faults in convolutions, pooling and the other layers that work on images and sequences.
const windows = 'graph/windows.ts'
const operation = 'graph/operations/convolution.ts'
const poolingGradients = 'graph/operations/pooling.ts'
const patches = 'interpreter/kernels/patches.ts'
const pooling = 'interpreter/kernels/pooling.ts'
const spatial = 'layers/spatial.ts'
const layer = 'layers/convolution.ts'
const transposed = 'layers/transposed-convolution.ts'
const upSampling = 'layers/up-sampling.ts'
const margins = 'layers/margins.ts'

const swapPadding =
  'padding: [1, 0, 3, 2].map((side) => attributes.padding[side]!) as unknown as Padding'
const wholeWindow = 'sizes.windows.size[0] * sizes.windows.size[1]'

export const imageLayers = [
  {
    name: 'same-odd-one-before',
    file: windows,
    find: 'const before = Math.floor(total / 2)',
    replace: 'const before = Math.ceil(total / 2)',
    fault: "the odd row of 'same' padding goes before the image",
  },
  {
    name: 'same-ignores-strides',
    file: windows,
    find: '(Math.ceil(input / stride) - 1) * stride + span - input',
    replace: 'span - 1',
    fault: "'same' padding ignores the strides",
  },
  {
    name: 'same-ignores-dilation',
    file: windows,
    find: 'const span = (kernel - 1) * dilation + 1',
    replace: 'const span = kernel',
    fault: "'same' padding ignores the dilation",
  },
  {
    name: 'strides-swapped',
    file: windows,
    find: 'i * strides[0] - padding[0] + p * dilation[0]\n          const column = j * strides[1]',
    replace:
      'i * strides[1] - padding[0] + p * dilation[0]\n          const column = j * strides[0]',
    fault: 'the strides of rows and columns are swapped',
  },
  {
    name: 'dilation-of-columns',
    file: windows,
    find: 'p * dilation[0]',
    replace: 'p * dilation[1]',
    fault: 'rows are dilated as columns are',
  },
  {
    name: 'dilation-ignored',
    file: windows,
    find: 'p * dilation[0]\n          const column = j * strides[1] - padding[2] + q * dilation[1]',
    replace: 'p\n          const column = j * strides[1] - padding[2] + q',
    fault: 'the dilation is ignored',
  },
  {
    name: 'padding-side',
    file: windows,
    find: 'j * strides[1] - padding[2]',
    replace: 'j * strides[1] - padding[3]',
    fault: 'the padding right of an image counts as that left of it',
  },
  {
    name: 'groups-see-first-channels',
    file: patches,
    find: 'const from = (image * pixels + position) * channels + group * width',
    replace: 'const from = (image * pixels + position) * channels',
    fault: 'every group of a convolution sees the first channels',
  },
  {
    name: 'group-gradient-to-first-channels',
    file: patches,
    find: 'const to = (image * pixels + position) * channels + group * width',
    replace: 'const to = (image * pixels + position) * channels',
    fault: 'the gradients of all groups go to the first channels',
  },
  {
    name: 'groups-not-handed-on',
    file: layer,
    find: 'const sliding = { ...slidingOf(options), groups: options.groups }',
    replace: `const sliding = { ...slidingOf(options), groups: 1 }
    if (options.groups > 1) {
      const { builder: b } = context
      const repeated = b.concat(Array(options.groups).fill(filter), filter.shape.length - 2)
      return biasAndActivate(context, convolve(context, context.input, repeated, sliding), options)
    }`,
    fault: 'groups are ignored: every output sees all channels',
  },
  {
    name: 'filter-flipped',
    file: layer,
    find: "context.builder.reshape(context.weight('kernel'), [",
    replace: "context.builder.reshape(context.builder.reverse(context.weight('kernel'), 0), [",
    fault: 'convolution flips its filter',
  },
  {
    name: 'image-gradient-padding',
    file: operation,
    find: 'b.convInputGradient(cotangent, filter!, { ...attributes,',
    replace: `b.convInputGradient(cotangent, filter!, { ...attributes, ${swapPadding},`,
    fault: 'the gradient of convolution for images is padded on the wrong sides',
  },
  {
    name: 'filter-gradient-padding',
    file: operation,
    find: 'b.convFilterGradient(x!, cotangent, { ...attributes,',
    replace: `b.convFilterGradient(x!, cotangent, { ...attributes, ${swapPadding},`,
    fault: 'the gradient of convolution for filters is padded on the wrong sides',
  },
  {
    name: 'second-filter-gradient-padding',
    file: operation,
    find: 'b.convFilterGradient(cotangent, y!, { ...attributes,',
    replace: `b.convFilterGradient(cotangent, y!, { ...attributes, ${swapPadding},`,
    fault: 'the gradient of the gradient of convolution is padded on the wrong sides',
  },
  {
    name: 'max-pool-tie-to-last',
    file: pooling,
    find: 'if (value <= best) continue',
    replace: 'if (value < best) continue',
    fault: 'the gradient of a tie of max pooling goes to the last cell',
  },
  {
    name: 'max-pool-drops-nan',
    file: pooling,
    find: 'if (value <= best) continue',
    replace: 'if (!(value > best)) continue',
    fault: 'max pooling passes over a NaN',
  },
  {
    name: 'max-pool-padding-wins',
    file: pooling,
    find: 'x[firstLargest(x, image * elements + c, inside[i]!, channels)]!\n        }',
    replace: `Math.max(
            x[firstLargest(x, image * elements + c, inside[i]!, channels)]!,
            inside[i]!.length < ${wholeWindow} ? 0 : -Infinity,
          )
        }`,
    fault: 'padding wins over negative numbers in max pooling',
  },
  {
    name: 'max-pool-second-gradient-of-padding',
    file: poolingGradients,
    find: 'if (position >= 0) return position\n',
    replace: 'return Math.max(0, position)\n',
    fault: 'the gradient of the gradient of max pooling takes pixel 0 for padding',
  },
  {
    name: 'average-pool-of-whole-window',
    file: pooling,
    find: 'output[to++] = sum / pixels.length',
    replace: `output[to++] = sum / (${wholeWindow})`,
    fault: 'average pooling divides by the whole window, padding included',
  },
  {
    name: 'average-pool-gradient-of-whole-window',
    file: pooling,
    find: 'y[from++]! / pixels.length',
    replace: `y[from++]! / (${wholeWindow})`,
    fault: 'the gradient of average pooling divides by the whole window',
  },
  {
    name: 'causal-looks-ahead',
    file: spatial,
    find: 'return [0, 0, (size[1] - 1) * dilation[1], 0]',
    replace: 'return [0, 0, 0, (size[1] - 1) * dilation[1]]',
    fault: "'causal' padding goes after the steps: outputs see the future",
  },
  {
    name: 'causal-ignores-dilation',
    file: spatial,
    find: 'return [0, 0, (size[1] - 1) * dilation[1], 0]',
    replace: 'return [0, 0, size[1] - 1, (size[1] - 1) * (dilation[1] - 1)]',
    fault: "'causal' padding ignores the dilation",
  },
  {
    name: 'transposed-strides-beyond-kernel',
    file: transposed,
    find: 'Math.max(0, span - strides[axis]!)',
    replace: '(span - strides[axis]!)',
    fault: 'transposed convolution cuts off what strides beyond its kernel add',
  },
  {
    name: 'transposed-padding-of-input',
    file: transposed,
    find: 'padding: paddingAround([image[0]!, image[1]!], slidingOf(options)),',
    replace: `padding: [1, 0, 3, 2].map(
          (side) => paddingAround([image[0]!, image[1]!], slidingOf(options))[side]!,
        ) as unknown as Padding,`,
    fault: "transposed 'same' convolution cuts the odd row off the wrong side",
  },
  {
    name: 'depthwise-order',
    file: 'layers/depthwise-conv2d.ts',
    find: 'context.builder.reshape(kernel, [',
    replace: 'context.builder.reshape(context.builder.transpose(kernel, [0, 1, 3, 2]), [',
    fault: 'depthwise convolution mixes up its channels and their multiples',
  },
  {
    name: 'bilinear-aligned-corners',
    file: upSampling,
    find: '(to + 0.5) / times - 0.5',
    replace: '(to * (size - 1)) / (grown - 1)',
    fault: 'bilinear up-sampling aligns the corners instead of the centres',
  },
  {
    name: 'nearest-tiles',
    file: upSampling,
    find: '[x.shape.slice(0, axis + 1), x.shape.slice(axis + 1)]',
    replace: '[x.shape.slice(0, axis), x.shape.slice(axis)]',
    fault: 'up-sampling repeats the whole image instead of each pixel',
  },
  {
    name: 'cropping-sides',
    file: margins,
    find: 'builder.slice(image, axis, before, ',
    replace: 'builder.slice(image, axis, after, ',
    fault: 'cropping cuts off the wrong sides',
  },
  {
    name: 'zero-padding-sides',
    file: margins,
    find: 'builder.pad(image, axis + 1, before, after)',
    replace: 'builder.pad(image, axis + 1, after, before)',
    fault: 'zeros are put on the wrong sides of an image',
  },
  {
    name: 'permute-inverted',
    file: 'layers/permute.ts',
    find: 'builder.transpose(input, [0, ...dims])',
    replace: `builder.reshape(
      builder.transpose(input, [0, ...dims.map((_, i) => dims.indexOf(i + 1) + 1)]),
      [input.shape[0]!, ...dims.map((axis) => input.shape[axis]!)],
    )`,
    fault: 'permute takes its axes the other way round',
  },
]
