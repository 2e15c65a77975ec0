// The graph's own terms, for the editor to complete: a message of its own, for they never change.

export default function ({ data }) {
  globalThis.__mlatlasTerms = JSON.parse(new TextDecoder().decode(data));
}
