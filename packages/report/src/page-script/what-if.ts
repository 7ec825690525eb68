// The only script of a page; scripts/page-script.mjs compiles it, with what it imports, to a text.
import { type Bar, gapSentence, viewOf, type WhatIfData } from '../what-if/view.js'

document.querySelectorAll<HTMLElement>('[data-what-if]').forEach(start)

function start(root: HTMLElement): void {
  const data = JSON.parse(root.dataset.whatIf!) as WhatIfData
  const row = [...data.row]
  const all = <Found extends HTMLElement>(selector: string): Found[] => [
    ...root.querySelectorAll<Found>(selector),
  ]
  const select = root.querySelector('select')
  const sliders = all<HTMLInputElement>('input')

  const show = (): void => {
    const view = viewOf(data, row, Number(select?.value ?? 0))
    all('[data-output]').forEach((item, i) => {
      fill(item, view.outputs[i]!)
    })
    for (const item of all('[data-feature]')) {
      const feature = Number(item.dataset.feature)
      fill(item, view.contributions[feature]!)
      const text = String(Number(row[feature]!.toPrecision(4))).replace('-', '−')
      item.querySelector('output')!.textContent = text
      item.querySelector('input')?.setAttribute('aria-valuetext', text)
    }
    root.querySelector('[data-sum]')!.textContent = view.sum
  }

  for (const slider of sliders) {
    slider.disabled = false
    slider.addEventListener('input', () => {
      row[Number(slider.name)] = slider.valueAsNumber
      show()
    })
  }
  select?.addEventListener('change', show)
  if (select) select.disabled = false
  const button = root.querySelector('button')!
  button.disabled = false
  button.addEventListener('click', () => {
    data.row.forEach((value, i) => {
      row[i] = value
    })
    for (const slider of sliders) slider.value = String(row[Number(slider.name)])
    show()
  })
  root.querySelector('[data-gap]')!.textContent = gapSentence(data, 'this page')
  show()
}

function fill(item: HTMLElement, { text, bar }: { text: string; bar: Bar }): void {
  item.querySelector('.value')!.textContent = text
  const drawn = item.querySelector<HTMLElement>('.track > span')!
  drawn.style.left = `${bar.left}%`
  drawn.style.width = `${bar.width}%`
  drawn.classList.toggle('minus', bar.isNegative)
}
