import { describeTensorflow } from '../testing/conformance.js'

describeTensorflow('training')
