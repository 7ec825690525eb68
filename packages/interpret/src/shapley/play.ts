import { OptionError } from '@parallax-ml/core'
import type { Counted } from '../explained/counted.js'
import { type Matrix, rowOf, zeros } from '../matrix.js'
import { coalitionValues, everyCoalition } from './coalitions.js'
import type { Game } from './games.js'
import { costOf, endsOf, type Setting } from './setting.js'

const mostPlayers = 14

/** The whole game of every row, 2^players · background rows evaluations each. */
export async function playAll(asked: Counted, setting: Setting) {
  const { rows, players, background } = setting
  requireFew(players.length)
  const coalitions = everyCoalition(players.length)
  asked.expect(costOf(setting, coalitions.count))
  const ends = await endsOf(asked, setting)
  const games: Game[] = []
  for (let r = 0; r < rows.rows; r++) {
    const row = rowOf(rows, r)
    const between = await coalitionValues(
      asked,
      { row, background: background.rows, players },
      coalitions,
    )
    games.push(gameOf(ends.base, between, rowOf(ends.predictions, r)))
  }
  return { ...ends, games }
}

function gameOf(base: Float64Array, between: Matrix, prediction: Float64Array): Game {
  const game = zeros(between.rows + 2, base.length)
  game.values.set(base)
  game.values.set(between.values, base.length)
  game.values.set(prediction, (between.rows + 1) * base.length)
  return game
}

function requireFew(players: number): void {
  if (players <= mostPlayers) return
  throw new OptionError({
    where: 'rows',
    problem: 'all coalitions of so many features are too many to ask for',
    expected: `at most ${mostPlayers} features`,
    received: String(players),
    hint: 'Take kernelShap or permutationShapley, or let features count as one with the option groups.',
  })
}
