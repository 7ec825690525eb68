import { breastCancerTask } from './breast-cancer.js'
import { digitsTask } from './digits.js'
import { digitsCnnTask } from './digits-cnn.js'
import { digitsShiftTask } from './digits-shift.js'
import { friedmanTask } from './friedman.js'
import { irisTask } from './iris.js'
import { moonsTask } from './moons.js'
import { spiralsTask } from './spirals.js'
import type { Task } from './task.js'
import { wineTask } from './wine.js'
import { xorTask } from './xor.js'
import { xorArticleTask } from './xor-article.js'

/** Every task. A new one takes a file and a line here. */
export const tasks: readonly Task[] = [
  xorArticleTask,
  xorTask,
  moonsTask,
  spiralsTask,
  irisTask,
  wineTask,
  breastCancerTask,
  friedmanTask,
  digitsTask,
  digitsShiftTask,
  digitsCnnTask,
]
