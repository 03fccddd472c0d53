// Reads a JSON list of {tex, display} and writes one of {html} or {error}, in the same order.
const katex = require('katex');

// The chapters write letters like Δ, λ and ½ as themselves; any other doubt is an error.
const fine = ['unicodeTextInMathMode', 'unknownSymbol'];
const strict = (code) => fine.includes(code) ? 'ignore' : 'error';

const formulas = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const rendered = formulas.map(({tex, display}) => {
  try {
    return {html: katex.renderToString(tex, {displayMode: display, strict})};
  } catch (error) {
    return {error: error.message};
  }
});
process.stdout.write(JSON.stringify(rendered));
