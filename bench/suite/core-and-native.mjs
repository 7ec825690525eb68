// What a page imports that trains with both packages.
export * from '@parallax-ml/backend-native'
export * from '@parallax-ml/core'
