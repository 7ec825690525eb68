// What a page imports that trains with core's interpreter.
export * from '@parallax-ml/core'
