import { test } from 'vitest'
import { GraphBuilder, createProgram, interpreter } from '@parallax-ml/core'
import { native } from './index.js'
import { plan } from './plan/plan.js'
test('x', async () => {
  for (const [bs, ta, tb, M, K, N] of [[1,false,false,3,4,1],[2,false,false,3,4,1],[2,true,false,3,4,1],[1,false,true,1,4,3],[2,false,false,1,4,5],[2,false,true,1,4,5],[2,false,true,3,5,5],[2,false,true,3,5,1],[2,true,true,3,5,1],[1,false,false,1,5,1],[2,false,false,1,5,1]] as any) {
  const b = new GraphBuilder()
  const a = b.input({ name: 'a', source: 'feed', shape: ta ? [bs, K, M] : [bs, M, K], dtype: 'float' })
  const c = b.input({ name: 'c', source: 'feed', shape: tb ? [bs, N, K] : [bs, K, N], dtype: 'float' })
  const p = createProgram(b, { outputs: { y: b.matmul(a, c, { transposeA: ta, transposeB: tb }) } })
  const r = (n: number) => Float64Array.from({ length: n }, (_, i) => Math.sin(i * 3 + n))
  const feeds = { a: r(bs*M * K), c: r(bs*K * N) }
  const out: any = {}
  for (const be of [native, interpreter]) {
    const s = await be.open({ precision: 'float64' })
    out[be.name] = (await (await s.compile(p)).run(feeds)).y
  }
  const worst = Math.max(...out.native.map((v: number, i: number) => Math.abs(v - out.interpreter[i])))
  console.log(bs, ta, tb, M, K, N, worst)
  if (worst > 1e-9) console.log(JSON.stringify(plan(p, { precision: 'float64' }).calls.map(c=>c.kernel)))
  }
})
