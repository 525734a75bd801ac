const SVG = 'http://www.w3.org/2000/svg'
const XHTML = 'http://www.w3.org/1999/xhtml'

/** Listeners stand among the attributes as `onclick` and the like; what is undefined or false is left out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>

export function svgElement(name: string, attributes: Attributes = {}, ...children: (Node | string)[]): SVGElement {
  return filled(document.createElementNS(SVG, name) as SVGElement, attributes, children)
}

/** An XHTML element. Text from the trace goes in as text only, never as markup. */
export function html(name: string, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElement {
  return filled(document.createElementNS(XHTML, name) as HTMLElement, attributes, children)
}

function filled<Kind extends Element>(element: Kind, attributes: Attributes, children: (Node | string)[]): Kind {
  element.append(...children)
  return withAttributes(element, attributes)
}

export function withAttributes<Kind extends Element>(element: Kind, attributes: Attributes): Kind {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value === undefined || value === false) element.removeAttribute(name)
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value))
  }
  return element
}

export function button(text: string, label: string, onclick: () => void, attributes: Attributes = {}): HTMLElement {
  return html('button', { type: 'button', 'aria-label': label, title: label, onclick, ...attributes }, text)
}

export function show(element: Element, shown: boolean): void {
  withAttributes(element, { display: shown ? undefined : 'none' })
}

/** A point of the window in the picture's own coordinates. Units: CSS pixels in, user units out. */
export function toPicture(root: SVGSVGElement, clientX: number, clientY: number): DOMPoint {
  const matrix = root.getScreenCTM()
  const point = new DOMPoint(clientX, clientY)
  return matrix === null ? point : point.matrixTransform(matrix.inverse())
}

/** What of the picture the window shows. Units: user units. */
export function windowIn(root: SVGSVGElement) {
  const { x, y } = toPicture(root, 0, 0)
  const corner = toPicture(root, document.documentElement.clientWidth || innerWidth, innerHeight)
  return { left: x, top: y, right: corner.x, bottom: corner.y }
}
