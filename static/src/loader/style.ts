/** How button and frame stand on a site; inside a shadow root, so neither side's styles meet the other's. */
export const css = `
:host{all:initial;color-scheme:light dark}
button{all:unset;box-sizing:border-box;position:fixed;right:20px;bottom:20px;z-index:2147483000;width:56px;height:56px;
border-radius:50%;display:grid;place-items:center;cursor:pointer;background:#4f46d8;
box-shadow:0 6px 20px rgb(20 20 50/.3)}
button:hover{background:#4038b8}
button:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #4f46d8}
svg{width:26px;height:26px;fill:none;stroke:#fff;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
span{position:absolute;top:-2px;right:-2px;min-width:20px;box-sizing:border-box;padding:0 5px;border-radius:10px;
background:#c81e2b;color:#fff;font:600 12px/20px system-ui,sans-serif;text-align:center}
span:empty{display:none}
iframe{position:fixed;right:20px;bottom:88px;z-index:2147483000;width:380px;height:min(620px,calc(100vh - 108px));border:0;
border-radius:14px;background:Canvas;color-scheme:light dark;box-shadow:0 18px 50px rgb(20 20 50/.3)}
iframe[hidden]{display:none}
@media (max-width:480px){
iframe{inset:0;width:100%;height:100%;border-radius:0}
button.open{display:none}
}`;
