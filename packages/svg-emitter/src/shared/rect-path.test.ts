import { MAX_PATH_LENGTH, RectPath } from './rect-path.js'

function pathOf(...rects: [number, number, number, number][]): string {
  const path = new RectPath()
  for (const rect of rects) path.add(...rect)
  return path.finish().join('|')
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

type Edge = readonly [x: number, fromY: number, toY: number]

/** The vertical edges of a path. */
function outlinesOf(d: string): Edge[] {
  const edges: Edge[] = []
  let [x, y, startX, startY] = [0, 0, 0, 0]
  for (const [, name, numbers = ''] of d.matchAll(/([Mmhvz])([-.\d ]*)/g)) {
    const [first = 0, second = 0] = numbers.match(/-?[\d.]+/g)?.map(Number) ?? []
    if (name === 'M') [x, y] = [first, second]
    else if (name === 'm') [x, y] = [x + first, y + second]
    else if (name === 'h') x += first
    else if (name === 'v') {
      edges.push([x, y, y + first])
      y += first
    } else {
      expect(x).toBe(startX)
      edges.push([x, y, startY])
      y = startY
    }
    if (name === 'M' || name === 'm') [startX, startY] = [x, y]
  }
  return edges
}

/** By the rule that SVG fills by: how often the outlines go round a point. */
function isInside(edges: readonly Edge[], x: number, y: number): boolean {
  let turns = 0
  for (const [at, fromY, toY] of edges) {
    if (at < x && y > Math.min(fromY, toY) && y < Math.max(fromY, toY)) turns += Math.sign(toY - fromY)
  }
  return turns !== 0
}

test('rectangles are relative to the one before', () => {
  expect(pathOf([8, 12, 3, 13], [20, 25, 8, 8])).toBe('M2 3h1v13h-1zm3 5h1.25v8h-1.25z')
  expect(pathOf([8, 12, 8, 8], [20, 25, 3, 13])).toBe('M2 8h1v8h-1zm3-5h1.25v13h-1.25z')
})

test('what touches at the same height becomes one', () => {
  expect(pathOf([0, 4, 3, 13], [4, 8, 3, 13], [6, 10, 3, 13])).toBe('M0 3h2.5v13h-2.5z')
  expect(pathOf([0, 40, 3, 13], [4, 8, 3, 13])).toBe('M0 3h10v13h-10z')
})

test('what touches at another height goes on with the outline', () => {
  // Along the top, down, and back along the bottom.
  expect(pathOf([0, 4, 3, 13], [4, 8, 4, 12])).toBe('M0 3h1v1h1v12h-2z')
  expect(pathOf([0, 4, 3, 13], [4, 8, 3, 10], [8, 12, 5, 11])).toBe('M0 3h1h1v2h1v11h-1v-3h-1v3h-1z')
  expect(pathOf([0, 4, 3, 5], [4, 8, 6, 5], [20, 24, 6, 5])).toBe('M0 3h1v3h1v5h-1v-3h-1zm5 3h1v5h-1z')
})

test('what only meets at a corner, or comes from behind, is an outline of its own', () => {
  expect(pathOf([0, 4, 3, 5], [4, 8, 8, 5])).toBe('M0 3h1v5h-1zm1 5h1v5h-1z')
  expect(pathOf([8, 12, 3, 5], [4, 8, 4, 5])).toBe('M2 3h1v5h-1zm-1 1h1v5h-1z')
})

test('an outline fills just what its rectangles do', () => {
  const random = seeded(7)
  for (let round = 0; round < 200; round++) {
    const rects: [number, number, number, number][] = []
    let at = 0
    for (let index = 0; index < 12; index++) {
      const left = at + (random() < 0.6 ? 0 : Math.floor(random() * 4))
      at = left + 1 + Math.floor(random() * 5)
      rects.push([left, at, Math.floor(random() * 8), 1 + Math.floor(random() * 8)])
    }
    const outlines = outlinesOf(pathOf(...rects))
    const wrong: string[] = []
    for (let x = 0; x < at; x++) {
      for (let y = 0; y < 16; y++) {
        const inRects = rects.some(([left, right, top, tall]) => x >= left && x < right && y >= top && y < top + tall)
        if (isInside(outlines, (x + 0.5) / 4, y + 0.5) !== inRects) wrong.push(`${x} ${y} of ${rects.join(' ')}`)
      }
    }
    expect(wrong).toEqual([])
  }
})

test('nothing draws nothing', () => {
  expect(pathOf()).toBe('')
})

test('a path is closed before it is too long for a viewer', () => {
  const path = new RectPath()
  for (let index = 0; index < 80_000; index++) path.add(index * 8, index * 8 + 4, index % 2, 13)
  const parts = path.finish()
  expect(parts.length).toBeGreaterThan(1)
  for (const d of parts) {
    expect(d.length).toBeLessThan(MAX_PATH_LENGTH + 100)
    expect(d.startsWith('M')).toBe(true)
  }
})
