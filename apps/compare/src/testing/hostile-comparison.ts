import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { native } from '@parallax-ml/backend-native'
import type { BackendV1 } from '@parallax-ml/core'
import { compare } from '../commands/compare.js'
import { inThisProcess } from '../runs/execute.js'
import { capturedStreams } from '../streams.js'
import { digitsTask } from '../tasks/digits.js'
import { friedmanTask } from '../tasks/friedman.js'
import { irisTask } from '../tasks/iris.js'
import { moonsTask } from '../tasks/moons.js'
import type { Task } from '../tasks/task.js'
import { xorTask } from '../tasks/xor.js'

/** Markup that would run, in a name. */
const hostile = `</title><script>alert(1)</script><img src=x onerror=alert(1)>"'&`

/** A backend that never works, by a hostile name. */
const refusing: BackendV1 = {
  ...native,
  name: `refusing ${hostile}`,
  supports: () => ({ supported: false, reasons: [`it never does ${hostile}`] }),
}

/** The page of a short comparison with what is hard to show: hostile and long names, failures. */
export async function hostileComparison(folder: string): Promise<string> {
  const iris: Task = {
    ...irisTask,
    name: hostile,
    description: hostile,
    data(seed) {
      const data = irisTask.data(seed)
      const long = 'virginica of a kind that nobody can name in a few words'
      return { ...data, classNames: [hostile, 'versicolor', long] }
    },
  }
  const tasks = [xorTask, moonsTask, iris, friedmanTask, digitsTask]
  const backends = [native, { ...native, name: 'second' }, refusing]
  const options = { tasks, backends, seeds: [0, 1], epochs: 2, out: folder }
  await compare(
    { ...options, json: false, quiet: true, fresh: true },
    { streams: capturedStreams(), open: inThisProcess({ tasks, backends }) },
  )
  return readFile(join(folder, 'report.html'), 'utf8')
}
