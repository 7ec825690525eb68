import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Figure, FigureKind } from './figure.js'
import { figureFields } from './figures/fields.js'
import { reportHtml } from './page.js'
import type { Report } from './report.js'

const empty: Report = { title: 'title', sections: [] }

test('what went wrong comes first, in words and signs as well as colours', () => {
  const verdicts = (['good', 'failed', 'neutral', 'bad'] as const).map((tone) => ({
    tone,
    subject: `task ${tone}`,
    text: 'text',
  }))
  const html = reportHtml({ ...empty, verdicts })
  const order = [...html.matchAll(/<strong>task (\w+)</g)].map(([, tone]) => tone)
  expect(order).toEqual(['failed', 'bad', 'neutral', 'good'])
  for (const word of ['>failed<', '>worse<', '>undecided<', '>better<'])
    expect(html).toContain(word)
})

test('every text from outside is escaped, wherever it stands', () => {
  const evil = `</p><script>alert(1)</script>"'&`
  const html = reportHtml({
    title: evil,
    subtitle: evil,
    summary: evil,
    verdicts: [{ tone: 'good', subject: evil, text: evil }],
    sections: [
      {
        title: evil,
        text: [evil],
        facts: { [evil]: evil },
        figures: [
          {
            kind: 'table',
            title: evil,
            see: evil,
            columns: [{ title: evil }],
            rows: [[evil]],
          },
          {
            kind: 'lines',
            title: evil,
            see: evil,
            x: { label: evil },
            y: { label: evil },
            series: [
              { name: evil, group: evil, points: [[0, 0]] },
              { name: evil, group: 'b', points: [[0, 0]] },
            ],
          },
          {
            kind: 'intervals',
            title: evil,
            see: evil,
            axis: { label: evil },
            rows: [{ label: evil, value: 1, text: evil }],
          },
          {
            kind: 'heatMap',
            title: evil,
            see: evil,
            rows: evil,
            columns: evil,
            rowNames: [evil],
            columnNames: [evil],
            values: [[1]],
            texts: [[evil]],
          },
          {
            kind: 'imageGrid',
            title: evil,
            see: evil,
            images: [{ width: 1, pixels: [1], caption: evil, detail: evil }],
          },
          {
            kind: 'forest',
            title: evil,
            see: evil,
            axis: { label: evil },
            rows: [{ label: evil, markers: [...'ab'].map((a) => ({ group: a + evil, value: 1 })) }],
          },
          {
            kind: 'beeswarm',
            title: evil,
            see: evil,
            axis: { label: evil },
            color: evil,
            rows: [{ label: evil, values: [1], colors: [1] }],
          },
          {
            kind: 'waterfall',
            title: evil,
            see: evil,
            unit: evil,
            base: { label: evil, value: 0 },
            steps: [{ label: evil, value: 1 }],
            prediction: { label: evil, value: 1 },
            gap: 0,
          },
          {
            kind: 'tree',
            title: evil,
            see: evil,
            classNames: [evil, evil],
            nodes: [{ counts: [1, 1] }],
            fidelity: evil,
          },
          {
            kind: 'attributionMaps',
            title: evil,
            see: evil,
            rows: [{ label: evil, maps: [{ width: 1, values: [1], caption: evil, detail: evil }] }],
          },
          {
            kind: 'network',
            title: evil,
            see: evil,
            columns: [...'ab'].map(() => ({ name: evil, units: 1, unitNames: [evil] })),
            weights: [[1]],
          },
          {
            kind: 'layerBlocks',
            title: evil,
            see: evil,
            blocks: [{ name: evil, type: evil, shape: [1], parameters: 1, reads: [] }],
          },
        ],
      },
    ],
  })
  expect(html).not.toContain('<script')
  expect(html.match(/&lt;\/p&gt;&lt;script&gt;/g)!.length).toBeGreaterThan(20)
})

test('sliders hold what comes from outside as text, and bring the one script that the policy allows', () => {
  const evil = `</script><script>alert(1)</script>"'&`
  const html = reportHtml({
    ...empty,
    sections: [
      {
        title: 's',
        figures: [0, 1].map(() => ({
          kind: 'whatIf',
          title: evil,
          see: evil,
          features: [{ name: evil, value: 0, baseline: 0, min: -1, max: 1 }],
          layers: [{ type: 'dense', units: 2, kernel: [1, 2], bias: [0, 0] }],
          outputNames: [evil, evil],
          unit: evil,
          prediction: [0, 0],
          predictedBy: evil,
        })),
      },
    ],
  })
  expect(html.match(/<script/g)).toHaveLength(1)
  expect(html).toMatch(/default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[^']+'">/)
  expect(reportHtml(empty)).not.toContain('script')
})

test('a kind of one’s own is drawn, checked and told like the others', () => {
  interface Gauge extends Figure {
    readonly kind: 'gauge'
    readonly value: number
  }
  const gauge: FigureKind<Gauge> = {
    kind: 'gauge',
    schema: z.strictObject({ ...figureFields, kind: z.literal('gauge'), value: z.number().max(1) }),
    draw: ({ value }) => `<meter value="${value}"></meter>`,
    describe: ({ value }) => `It stands at ${value}.`,
    data: ({ value }) => ({ columns: ['value'], rows: [[value]] }),
  }
  const page = (value: number) =>
    reportHtml(
      {
        ...empty,
        sections: [
          { title: 's', figures: [{ kind: 'gauge', title: 'g', see: 's', value } as Gauge] },
        ],
      },
      { kinds: [gauge as unknown as FigureKind] },
    )
  expect(page(0.5)).toContain('<meter value="0.5">')
  expect(page(0.5)).toContain('It stands at 0.5.')
  expect(page(0.5)).toContain('href="data:text/csv;charset=utf-8,value%0A0.5%0A"')
  expect(() => page(2)).toThrow("figure 'g' (gauge): value: Too big")
})
