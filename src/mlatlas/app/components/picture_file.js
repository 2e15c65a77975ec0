// Draws an SVG on a canvas and saves it as PNG. An SVG inside an <img> runs no script and loads nothing.

const SCALE = 2;
const MOST_PIXELS = 16000; // a side that every browser's canvas holds

const asked = new WeakSet(); // roots that wait for the SVG, which the server writes only for who wants it

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".file");
  root.querySelector("button").onclick = () => {
    asked.add(root);
    setTriggerValue("ask", { nonce: Date.now() });
  };
  if (data.svg && asked.delete(root)) save(root, data);
}

function save(root, { svg, name }) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  const image = new Image();
  image.onload = () => {
    URL.revokeObjectURL(address);
    const scale = Math.min(SCALE, MOST_PIXELS / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => keep(root, blob, name), "image/png");
  };
  image.onerror = () => tell(root, "The picture could not be drawn: take SVG");
  image.src = address;
}

function keep(root, blob, name) {
  if (!blob) {
    tell(root, "The picture is too large for PNG: take SVG");
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  tell(root, `${name} saved`);
}

function tell(root, text) {
  root.querySelector(".spoken").textContent = text;
}
