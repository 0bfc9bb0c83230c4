import type { ReactNode } from 'react'
import { styled } from '../words/ansi.ts'
import { partsOf } from '../words/find-lines.ts'

/** Longer lines are cut on screen; a browser lays out millions of characters slowly. */
const mostCharacters = 4000

interface LogTextProps {
  readonly text: string
  /** In lower case; what of the text is set off. */
  readonly wanted: string
}

/** A line in its colours, with what stands in for its secrets, and what was looked for, set off. Never markup. */
export function LogText({ text, wanted }: LogTextProps): ReactNode {
  return styled(shortened(text)).map(({ text: part, style }, index) =>
    style === null ? (
      <Masked key={index} text={part} wanted={wanted} />
    ) : (
      <span key={index} className={style}>
        <Masked text={part} wanted={wanted} />
      </span>
    ),
  )
}

function Masked({ text, wanted }: LogTextProps): ReactNode {
  return text.split(/(\[secret[^\]]{0,80}\])/).map((part, index) => {
    const found = <Found key={index} text={part} wanted={wanted} />
    if (index % 2 === 0) return found
    return (
      <span key={index} className="masked">
        {found}
      </span>
    )
  })
}

function Found({ text, wanted }: LogTextProps): ReactNode {
  return partsOf(text, wanted).map((part, index) =>
    index % 2 === 0 ? part : <mark key={index}>{part}</mark>,
  )
}

function shortened(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)} …`
}
