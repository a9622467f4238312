/** A decoded name and value, both byte strings. */
export interface Pair {
  readonly name: string;
  readonly value: string;
}

/** The request line and headers, taken apart for rules (ModSecurity's meaning of each name). */
export interface ParsedHead {
  /** REQUEST_LINE: method, target and protocol as received. */
  readonly requestLine: string;
  /** REQUEST_URI: path and query without scheme and authority, undecoded. */
  readonly uri: string;
  /** REQUEST_FILENAME: the path part of `uri`, undecoded. */
  readonly filename: string;
  /** REQUEST_BASENAME: the part of `filename` after the last slash. */
  readonly basename: string;
  /**
   * The same three percent-decoded once (`+` stays), cut from `uri` before decoding. ModSecurity v3 gives rules these
   * forms; its REQUEST_URI_RAW is the undecoded target.
   */
  readonly decodedUri: string;
  readonly decodedFilename: string;
  readonly decodedBasename: string;
  /** QUERY_STRING: after the first `?`, undecoded, without it. */
  readonly queryString: string;
  /** ARGS_GET: percent-decoded once, `+` as space, in order, duplicates kept. */
  readonly args: readonly Pair[];
  /** True when the query has an invalid percent escape (URLENCODED_ERROR). */
  readonly urlEncodedError: boolean;
  /** REQUEST_COOKIES of all Cookie headers, undecoded, in order. */
  readonly cookies: readonly Pair[];
  /** Media type of the Content-Type header in lower case, without parameters; empty when there is none. */
  readonly mediaType: string;
  /** Why not everything was taken apart (too many arguments or cookies), or null. What came before is kept. */
  readonly error: string | null;
}

/** Body processors, as SecLang names them. The empty string: the body is kept as REQUEST_BODY but not taken apart. */
export type BodyProcessor = 'URLENCODED' | 'MULTIPART' | 'JSON' | 'XML' | '';

/** One file of a multipart body. */
export interface FilePart {
  /** Form field name (FILES_NAMES). */
  readonly name: string;
  /** Client's file name (FILES). */
  readonly filename: string;
  /** Bytes (FILES_SIZES). */
  readonly size: number;
  /** FILES_TMP_CONTENT: the content as a byte string. */
  readonly content: string;
}

/** What ModSecurity's MULTIPART_* flags say; every field is false when nothing was found. */
export interface MultipartFlags {
  readonly boundaryQuoted: boolean;
  readonly boundaryWhitespace: boolean;
  readonly dataBefore: boolean;
  readonly dataAfter: boolean;
  readonly headerFolding: boolean;
  readonly crlfLfLines: boolean;
  readonly lfLine: boolean;
  readonly missingSemicolon: boolean;
  readonly invalidQuoting: boolean;
  readonly invalidHeaderFolding: boolean;
  readonly invalidPart: boolean;
  readonly fileLimitExceeded: boolean;
  /** A line that looks like a boundary but is not one of this body's. */
  readonly unmatchedBoundary: boolean;
}

/** Headers of one multipart part, as MULTIPART_PART_HEADERS shows them: `name` is the part's field name. */
export interface PartHeader {
  readonly name: string;
  /** The whole header line, e.g. `Content-Type: text/plain; charset=utf-7`. */
  readonly line: string;
}

/** An element of an XML body, for XPath. Text is given by its place in `XmlDocument.text`; names are byte strings. */
export interface XmlElement {
  /** Index of its parent; -1 for the document itself. */
  readonly parent: number;
  /** Local name; empty for the document itself. */
  readonly name: string;
  /** URI of its namespace; empty when it is in none. */
  readonly namespace: string;
  /** Its attributes without declarations of namespaces. */
  readonly attributes: readonly XmlAttribute[];
  /** Where the text within it begins and ends, that of its descendants included. */
  readonly from: number;
  readonly to: number;
  /** Pieces of text that are its own children: beginning and end of each. */
  readonly texts: readonly (readonly [from: number, to: number])[];
}

export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

/** An XML body as a tree: elements in document order, the first of which is the document itself. */
export interface XmlDocument {
  /** All text in one piece, a byte string. */
  readonly text: string;
  readonly elements: readonly XmlElement[];
}

/** A request body taken apart. */
export interface ParsedBody {
  readonly processor: BodyProcessor;
  /** ARGS_POST: urlencoded and multipart fields, JSON leaves under ModSecurity's flattened names (`json.a.b`). */
  readonly args: readonly Pair[];
  readonly files: readonly FilePart[];
  readonly multipart: MultipartFlags | null;
  readonly partHeaders: readonly PartHeader[];
  /** XML: all text content (`XML:/*`) and all attribute values (`XML://@*`); null for other processors. */
  readonly xml: { readonly text: readonly string[]; readonly attributes: readonly string[] } | null;
  /** The XML body as a tree, built when it is asked for the first time; null for other processors. */
  readonly xmlDocument: (() => XmlDocument) | null;
  /** True when an urlencoded body has an invalid percent escape. */
  readonly urlEncodedError: boolean;
  /** Why the body could not be parsed (REQBODY_ERROR_MSG), or null. Args found before the error are kept. */
  readonly error: string | null;
}

/** Whether the texts of an XML body are arguments (SecParseXmlIntoArgs); `only`: and nothing else. */
export type XmlIntoArgs = 'off' | 'on' | 'only';

/** Bounds on what a parser takes apart; reaching one is an `error`, never silence. */
export interface ParseLimits {
  /** Most arguments of query and body together. Default 1,000 (SecArgumentsLimit). */
  readonly arguments: number;
  /** Deepest nesting of JSON and XML. Default 512 (SecRequestBodyJsonDepthLimit). */
  readonly depth: number;
  /** Most files of a multipart body; more set a flag. Default 100 (SecUploadFileLimit). */
  readonly files: number;
  /** Separator of urlencoded arguments. Default `&` (SecArgumentSeparator). */
  readonly argumentSeparator: string;
}
