// A test that prints is a test that hides something: console output fails it.
for (const method of ['log', 'info', 'warn', 'error', 'debug']) {
  console[method] = (...args) => {
    throw new Error(`console.${method} called in a test: ${args.join(' ')}`)
  }
}
