// From how many seeds the tasks `xor` and `xor-article` are solved, and how long the article's
// whole job takes as a process.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { native } from '@parallax-ml/backend-native'
import { median, tasks, wilson } from '@parallax-ml/cli/measuring'
import { evaluate, fit } from '@parallax-ml/core'

const help = `usage: node bench/xor-seeds.mjs [--seeds 100] [--processes 7]

  --seeds      how many seeds, from 0
  --processes  how often examples/xor-article.mjs is started and timed

Run it after a build (npm run build).`

const { seeds, processes } = readArguments()
const [xorTask, xorArticleTask] = ['xor', 'xor-article'].map((name) =>
  tasks.find((task) => task.name === name),
)
const started = performance.now()
report(xorTask, await scoresOf(xorTask))
report(xorArticleTask, await scoresOf(xorArticleTask))
if (processes > 0) reportProcesses()
console.log(`took ${((performance.now() - started) / 1000).toFixed(1)} s`)

async function scoresOf(task) {
  const all = []
  for (let seed = 0; seed < seeds; seed++) {
    const { train, test } = task.data(seed)
    const { model } = await fit(task.spec, train, { ...task.training, backend: native, seed })
    all.push(await evaluate(model, test, { loss: task.training.loss, metrics: ['accuracy'] }))
    await model.dispose()
  }
  return all
}

function report({ name, success }, scores) {
  const losses = scores.map(({ loss }) => loss)
  console.log(`${name}, seeds 0 to ${seeds - 1}`)
  console.log(`  solved (${success.meaning}): ${share(scores.filter(success.holds).length)}`)
  console.log(`  four right: ${share(scores.filter(({ accuracy }) => accuracy === 1).length)}`)
  const [best, middle, worst] = [Math.min(...losses), median(losses), Math.max(...losses)]
  const shown = [best, middle, worst].map((loss) => loss.toFixed(4))
  console.log(`  final loss: best ${shown[0]}, median ${shown[1]}, worst ${shown[2]}`)
}

function share(count) {
  const { low, high } = wilson(count, seeds)
  return `${count} of ${seeds} (95 %, Wilson: ${low.toFixed(3)} to ${high.toFixed(3)})`
}

function reportProcesses() {
  const script = fileURLToPath(new URL('../examples/xor-article.mjs', import.meta.url))
  const times = Array.from({ length: processes }, () => {
    const start = performance.now()
    execFileSync(process.execPath, [script])
    return performance.now() - start
  })
  const shown = [Math.min(...times), median(times), Math.max(...times)].map((ms) => ms.toFixed(0))
  console.log(`examples/xor-article.mjs, process start to end, ${processes} times`)
  console.log(`  fastest ${shown[0]} ms, median ${shown[1]} ms, slowest ${shown[2]} ms`)
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        seeds: { type: 'string', default: '100' },
        processes: { type: 'string', default: '7' },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      console.log(help)
      process.exit(0)
    }
    return {
      seeds: wholeNumber(values, 'seeds', 1),
      processes: wholeNumber(values, 'processes', 0),
    }
  } catch (error) {
    console.error(`${error.message}\n\n${help}`)
    process.exit(2)
  }
}

function wholeNumber(values, name, least) {
  const value = Number(values[name])
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new Error(`--${name} takes a whole number of at least ${least}, not '${values[name]}'`)
}
