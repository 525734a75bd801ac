const preset = require('../../jest.preset.cjs')(__dirname)

module.exports = {
  ...preset,
  // The viewer's tests run it in a browser, where nothing counts.
  collectCoverageFrom: [...preset.collectCoverageFrom, '!**/viewer/**'],
}
