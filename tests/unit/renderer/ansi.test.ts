import { expect, it } from 'vitest'
import { styled } from '../../../renderer/words/ansi.ts'

const esc = '\u001b['

it.each([
  ['plain', 'a', [['a', null]]],
  ['a bar that was drawn anew', '\r50 %', [['50 %', null]]],
  [
    'a colour',
    `${esc}31mred${esc}0m no`,
    [
      ['red', 'ansi-red'],
      ['no', null],
    ],
  ],
  ['bright, bold, underlined', `${esc}1;4;92mok`, [['ok', 'ansi-green ansi-bold ansi-underline']]],
  [
    'bold ends, the colour goes on',
    `${esc}1;34ma${esc}22mb${esc}39mc`,
    [
      ['a', 'ansi-blue ansi-bold'],
      ['b', 'ansi-blue'],
      ['c', null],
    ],
  ],
  [
    '256 colours',
    `${esc}38;5;196mr${esc}38;5;250mg`,
    [
      ['r', 'ansi-red'],
      ['g', null],
    ],
  ],
  [
    'true colours, colons too',
    `${esc}38;2;20;200;30mg${esc}38:2:200:200:0my`,
    [
      ['g', 'ansi-green'],
      ['y', 'ansi-yellow'],
    ],
  ],
  ['a ground, which is left out', `${esc}41;97mwhite on red`, [['white on red', null]]],
])('%s', (_, line, parts) => {
  const seen = styled(line).map(({ text, style }) => [text.trim(), style])
  expect(seen).toEqual(parts)
})
