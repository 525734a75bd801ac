import { growthPercent } from './heap-growth.js'

const MB = 2 ** 20

describe('growthPercent', () => {
  it.each([
    ['an empty heap may fill all the room', 1, 900],
    ['half of the room in use: as much again', 40 * MB, 100],
    ['little room left: the least growth', 70 * MB, 30],
    ['no room left: the least growth', 400 * MB, 30],
  ])('%s', (_, usedBytes, percent) => {
    expect(growthPercent(usedBytes)).toBe(percent)
  })

  it('never lets more be in use than the room, until the least growth is all that is left', () => {
    for (let used = 8 * MB; used <= 61 * MB; used += MB) {
      expect(used * (1 + growthPercent(used) / 100)).toBeLessThanOrEqual(81 * MB)
    }
  })
})
