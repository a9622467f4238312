/**
 * Elements and attributes that run scripts or load documents, from the HTML and SVG standards and the browsers' own
 * documentation of what is obsolete.
 */

/** Elements that are a finding by themselves, whatever their attributes. */
export const scriptElements: ReadonlySet<string> = new Set([
  'script',
  'iframe',
  'frame',
  'frameset',
  'object',
  'embed',
  'applet',
  'base',
  'style',
  'link',
  'import',
  'bgsound',
  'layer',
  'ilayer',
  'xml',
  'fencedframe',
  'portal',
  'isindex',
  'handler',
  'stylesheet',
]);

/** Attributes whose value a browser loads. */
export const urlAttributes: ReadonlySet<string> = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'data',
  'background',
  'poster',
  'srcset',
  'dynsrc',
  'lowsrc',
  'codebase',
  'code',
  'classid',
  'cite',
  'longdesc',
  'manifest',
  'ping',
  'usemap',
  'profile',
  'archive',
  'from',
  'to',
  'by',
  'values',
  'folder',
]);

/** Attributes that are a finding by themselves. */
export const scriptAttributes: ReadonlySet<string> = new Set([
  'srcdoc',
  'datasrc',
  'datafld',
  'ev:event',
  'http-equiv',
]);

/** Words that begin like an event handler and are none. */
const words: ReadonlySet<string> = new Set(
  `once one ones oneself only online onlines onto onset onsets onward onwards ongoing onboard onboarding onsale onsite
  onion onions onus onyx onerous onshore onstage onlooker onesie oneof oneway onename oneid onpage onprem ondemand
  onhold onduty onname ontario ontology onco onkyo`.split(/\s+/),
);

const events: ReadonlySet<string> = new Set(
  `abort activate afterprint afterscriptexecute animationcancel animationend animationiteration animationstart
  auxclick beforeactivate beforecopy beforecut beforedeactivate beforeeditfocus beforeinput beforematch beforepaste
  beforeprint beforescriptexecute beforetoggle beforeunload begin blur bounce cancel canplay canplaythrough change
  click close command contentvisibilityautostatechange contextlost contextmenu contextrestored copy cuechange cut
  dblclick deactivate drag dragend dragenter dragexit dragleave dragover dragstart drop durationchange emptied end
  ended error filterchange finish focus focusin focusout formdata fullscreenchange gotpointercapture hashchange help
  input invalid keydown keypress keyup languagechange load loadeddata loadedmetadata loadend loadstart
  lostpointercapture message messageerror mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup
  mousewheel move offline orientationchange pagehide pagereveal pageshow pageswap paste pause play playing
  pointercancel pointerdown pointerenter pointerleave pointermove pointerout pointerover pointerrawupdate pointerup
  popstate progress propertychange ratechange readystatechange rejectionhandled repeat reset resize resume
  scroll scrollend scrollsnapchange scrollsnapchanging search securitypolicyviolation seeked seeking select
  selectionchange selectstart show slotchange stalled start storage submit suspend timeupdate toggle touchcancel
  touchend touchmove touchstart transitioncancel transitionend transitionrun transitionstart unhandledrejection unload
  volumechange waiting webkitanimationend webkitanimationiteration webkitanimationstart webkitfullscreenchange
  webkitmouseforcechanged webkitmouseforcedown webkitmouseforceup webkitmouseforcewillbegin webkitplaybacktargetavailabilitychanged
  webkittransitionend webkitwillrevealbottom wheel zoom`.split(/\s+/),
);

/**
 * Whether an attribute is an event handler.
 * @param name in lower case
 * @param isTag true where the tag is certain: an event that is not in the list counts too (browsers add some each year)
 */
export function isEventHandler(name: string, isTag: boolean): boolean {
  if (name.charCodeAt(0) !== 0x6f || name.charCodeAt(1) !== 0x6e || name.length < 5) return false;
  if (events.has(name.slice(2))) return true;
  if (!isTag || words.has(name)) return false;
  for (let at = 2; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code < 0x61 || code > 0x7a) return false;
  }
  return true;
}
