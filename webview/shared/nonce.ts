/**
 * The toolkit learns at its start, through a style element, whether the browser knows
 * `:focus-visible`; without a nonce the policy forbids that, and every click would draw a focus
 * ring. It looks for the nonce in a meta element. Import this before the toolkit.
 */
const { currentScript } = document;
if (currentScript?.nonce) {
  const meta = document.createElement('meta');
  meta.setAttribute('property', 'csp-nonce');
  meta.content = currentScript.nonce;
  document.head.append(meta);
}
