/** Threads that the conformance suite gives to every backend; `npm run matrix` runs it with one and with two. */
export const threads = Number(process.env.CONFORMANCE_THREADS ?? 1)
