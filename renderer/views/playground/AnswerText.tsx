import { memo, useId, type ReactNode } from 'react'
import Markdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { openLink } from '../../actions.ts'
import { hubLink } from '../../words/hub-link.ts'
import { markdownBlocks } from '../../words/markdown-blocks.ts'
import { CodeBlock } from './CodeBlock.tsx'

/**
 * A model's answer as Markdown. What a model writes is no more than words: markup in it is shown as text, nothing
 * is fetched, and an address leads nowhere but to the Hub's own pages of repositories.
 */
export function AnswerText({ text }: { readonly text: string }): ReactNode {
  return markdownBlocks(text).map((block, index) => <Block key={index} text={block} />)
}

const plugins = [remarkGfm]

/** Parsed only when its text changes: of an answer that grows that is the last one. */
const Block = memo(function Block({ text }: { readonly text: string }): ReactNode {
  const id = useId()
  return (
    <Markdown
      remarkPlugins={plugins}
      remarkRehypeOptions={{ clobberPrefix: `${id}-` }}
      components={components}
    >
      {text}
    </Markdown>
  )
})

const components: Components = {
  // Below the page's own heading.
  h1: ({ children }) => <h2>{children}</h2>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
  a: ({ href = '', children }) => <Address href={href}>{children}</Address>,
  img: ({ src, alt = '' }) => (
    <span className="meta">
      [image: {alt === '' ? 'without a description' : alt}] {typeof src === 'string' ? src : ''}
    </span>
  ),
  input: ({ checked }) => (
    <span aria-label={checked === true ? 'done' : 'to do'} role="img">
      {checked === true ? '☑' : '☐'}
    </span>
  ),
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  table: ({ children }) => (
    <div className="answer-table" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
}

interface AddressProps {
  readonly href: string
  readonly children: ReactNode
}

/** A link to the Hub opens as every listed one does; of any other the address is shown, to be read and copied. */
function Address({ href, children }: AddressProps): ReactNode {
  const link = hubLink(href)
  if (link !== null) {
    return (
      <button
        type="button"
        className="link"
        title={href}
        onClick={() => {
          openLink(link)
        }}
      >
        {children}
      </button>
    )
  }
  const label = typeof children === 'string' ? children : ''
  const isSaid = ['', 'http://', 'https://', 'mailto:'].some((scheme) => href === scheme + label)
  const isNowhere = href === '' || href.startsWith('#')
  return (
    <>
      {children}
      {!isSaid && !isNowhere && <span className="meta"> ({href})</span>}
    </>
  )
}
