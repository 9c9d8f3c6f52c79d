/** What each payload would run: it marks the page. */
const RUN = 'globalThis.hasRun=1';

/** Markup that runs a script if it becomes nodes. */
const MARKUP = [
  `<script>${RUN}</script>`,
  `<script src="data:text/javascript,${RUN}"></script>`,
  `<script type="module">${RUN}</script>`,
  `<img src=x onerror=${RUN}>`,
  `<img src=x onerror="${RUN}">`,
  `<img/src=x/onerror=${RUN}>`,
  `<img srcset=x onerror=${RUN}>`,
  `<image src=x onerror=${RUN}>`,
  `<svg onload=${RUN}>`,
  `<svg/onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<svg><set onbegin=${RUN} attributeName=x>`,
  `<svg><a xlink:href="javascript:${RUN}"><text y=20>x</text></a></svg>`,
  `<svg><foreignObject><iframe srcdoc="<script>parent.${RUN}</script>"></foreignObject></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg' onload='${RUN}'/>#x"></svg>`,
  `<math><mi xlink:href="javascript:${RUN}">x</mi></math>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${RUN}></style></mglyph></table></mtext></math>`,
  `<body onload=${RUN}>`,
  `<body onpageshow=${RUN}>`,
  `<input onfocus=${RUN} autofocus>`,
  `<select onfocus=${RUN} autofocus>`,
  `<textarea onfocus=${RUN} autofocus>`,
  `<button onfocus=${RUN} autofocus>x</button>`,
  `<keygen onfocus=${RUN} autofocus>`,
  `<details open ontoggle=${RUN}>x</details>`,
  `<dialog open onclose=${RUN}><form method=dialog><button autofocus>x</button></form></dialog>`,
  `<video src=x onerror=${RUN}>`,
  `<video><source onerror=${RUN}></video>`,
  `<audio src=x onerror=${RUN}>`,
  `<object data="javascript:${RUN}">`,
  `<object data="data:text/html,<script>parent.${RUN}</script>">`,
  `<embed src="javascript:${RUN}">`,
  `<iframe src="javascript:parent.${RUN}">`,
  `<iframe srcdoc="<script>parent.${RUN}</script>">`,
  `<iframe onload=${RUN}>`,
  `<frameset onload=${RUN}>`,
  `<link rel=stylesheet href=x onerror=${RUN}>`,
  `<link rel=import href="data:text/html,<script>${RUN}</script>">`,
  `<style onload=${RUN}></style>`,
  `<style>*{background:url("javascript:${RUN}")}</style>`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
  `<base href="javascript:${RUN}//">`,
  `<form action="javascript:${RUN}"><button autofocus>x</button></form>`,
  `<isindex action="javascript:${RUN}" type=image>`,
  `<a href="javascript:${RUN}">x</a>`,
  `<a href="java\tscript:${RUN}">x</a>`,
  `<a href="data:text/html,<script>${RUN}</script>">x</a>`,
  `<a href=x onclick=${RUN}>x</a>`,
  `<p onmouseover=${RUN}>x</p>`,
  `<p style="animation-name:rise" onanimationstart=${RUN}>x</p>`,
  `<marquee onstart=${RUN}>x</marquee>`,
  `<table background="javascript:${RUN}">`,
  `<template><img src=x onerror=${RUN}></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<custom-element onfocus=${RUN} tabindex=0 autofocus>x</custom-element>`,
  `<xmp><img src=x onerror=${RUN}></xmp>`,
  `<plaintext onfocus=${RUN} autofocus tabindex=0>`,
];

/** Ways out of what surrounds a text: attributes, comments, scripts, text areas, JSON. */
const EXITS = [
  (markup: string) => markup,
  (markup: string) => `"'>${markup}`,
  (markup: string) => `--></textarea></title></style></script>${markup}`,
  (markup: string) => `\\"}]${markup.replaceAll(' ', '/')}`,
  (markup: string) => markup.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
] as const;

/** Texts that run something elsewhere: as addresses, in templates, in formats of messages. */
const OTHERS = [
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}`,
  `javascript://example.org/%0a${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `vbscript:${RUN}`,
  `https://example.org/"onmouseover="${RUN}`,
  `https://example.org/'><img src=x onerror=${RUN}>`,
  `mailto:"onfocus=${RUN} autofocus x="@example.org`,
  `[x](javascript:${RUN})`,
  `![x](x"onerror="${RUN})`,
  `{{constructor.constructor('${RUN}')()}}`,
  `\${${RUN}}`,
  `<%= ${RUN} %>`,
  `{name, select, other {<b>{name}</b>}}`,
  `{count, plural, other {#}}<b>`,
  `__proto__`,
] as const;

/** More than 300 texts that would run a script if anything took them for more than texts. */
export const PAYLOADS: readonly string[] = [
  ...new Set([...EXITS.flatMap((exit) => MARKUP.map((markup) => exit(markup))), ...OTHERS]),
];

/** The payloads in so many texts of nearly the same length. */
export function payloadTexts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) =>
    PAYLOADS.filter((_payload, index) => index % count === at).join(' '),
  );
}
