import { native } from '@parallax-ml/backend-native'
import type { BackendV1 } from '@parallax-ml/core'

/** A backend whose answers, when it is asked and not when it trains, are larger by a share. */
export const skewed = (by: number): BackendV1 => ({
  ...native,
  name: 'skewed',
  async open(options) {
    const session = await native.open(options)
    return {
      ...session,
      async compile(program) {
        const compiled = await session.compile(program)
        return {
          ...compiled,
          async run(feeds) {
            const outputs = await compiled.run(feeds)
            return Object.fromEntries(
              Object.entries(outputs).map(([name, values]) => [
                name,
                values.map((value) => value * (1 + by)),
              ]),
            )
          },
        }
      },
    }
  },
})
