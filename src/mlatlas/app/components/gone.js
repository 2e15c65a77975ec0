// Streamlit may say that a component goes after it has called it anew, with newer data: what is gone has left the page.

function whenGone(root, clean) {
  return () => setTimeout(() => root.isConnected || clean());
}
