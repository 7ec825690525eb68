import { interpreter } from '@parallax-ml/core'
import { describeBackend } from './index.js'

// The arbiter itself: in float64 it is held against golden values and closed forms from outside.
describeBackend('interpreter', { createBackend: () => interpreter })
