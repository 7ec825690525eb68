export { type BackendUnderTest, describeBackend, type Skip } from './describe-backend.js'
