import { STATUS_CODES } from 'node:http';
import type { Language } from './negotiate.js';

/** What a visitor reads. It says what happened and what they can do, never which rule or list decided. */
export interface Message {
  readonly title: string;
  readonly text: string;
}

const ASK = {
  en: 'If you think this is a mistake, please tell the operator of this site the request ID below.',
  ja: '心当たりがない場合は、下のリクエスト ID をサイトの管理者にお知らせください。',
} as const;

const MESSAGES: Record<Language, Readonly<Record<number, Message>>> = {
  en: {
    400: { title: 'Bad request', text: 'The request could not be understood, so it was not passed on.' },
    403: { title: 'Access denied', text: `This request was stopped to protect the site. ${ASK.en}` },
    408: { title: 'Request timed out', text: 'The request took too long to arrive. Please try again.' },
    413: {
      title: 'Too large',
      text: 'What you sent is larger than this site accepts. Please send less, or a smaller file.',
    },
    421: { title: 'No such site here', text: 'No site with this name is served at this address.' },
    429: {
      title: 'Too many requests',
      text: 'More requests came from your address than this site accepts. Please wait a little and try again.',
    },
    431: {
      title: 'Headers too large',
      text: 'Your browser sent more header data than is accepted. Clearing the cookies of this site often helps.',
    },
    500: { title: 'Something went wrong', text: 'The request could not be handled. Please try again later.' },
    502: { title: 'Site not reachable', text: 'The site could not be reached. Please try again later.' },
    503: {
      title: 'Temporarily unavailable',
      text: 'The site is not available just now. Please try again later.',
    },
    504: { title: 'No answer in time', text: 'The site did not answer in time. Please try again later.' },
  },
  ja: {
    400: {
      title: '不正なリクエストです',
      text: 'リクエストを解釈できなかったため、サイトには送信しませんでした。',
    },
    403: {
      title: 'アクセスできません',
      text: `サイトを保護するため、このリクエストを遮断しました。${ASK.ja}`,
    },
    408: {
      title: 'リクエストがタイムアウトしました',
      text: 'リクエストの受信に時間がかかりすぎました。もう一度お試しください。',
    },
    413: {
      title: '送信データが大きすぎます',
      text: '送信されたデータが、このサイトの上限を超えています。データやファイルを小さくしてお試しください。',
    },
    421: {
      title: 'サイトが見つかりません',
      text: 'この名前のサイトは、このアドレスでは公開されていません。',
    },
    429: {
      title: 'リクエストが多すぎます',
      text: 'お使いのアドレスからのリクエストが上限を超えました。しばらく待ってからお試しください。',
    },
    431: {
      title: 'ヘッダーが大きすぎます',
      text: 'ブラウザーが送信したヘッダーが上限を超えています。このサイトの Cookie を削除すると解決することがあります。',
    },
    500: {
      title: 'エラーが発生しました',
      text: 'リクエストを処理できませんでした。時間をおいてお試しください。',
    },
    502: {
      title: 'サイトに接続できません',
      text: 'サイトに接続できませんでした。時間をおいてお試しください。',
    },
    503: {
      title: '一時的に利用できません',
      text: 'サイトは現在利用できません。時間をおいてお試しください。',
    },
    504: {
      title: '応答がありません',
      text: 'サイトから時間内に応答がありませんでした。時間をおいてお試しください。',
    },
  },
};

/** Words around the message. */
export const LABELS: Record<Language, { readonly id: string; readonly time: string }> = {
  en: { id: 'Request ID', time: 'Time' },
  ja: { id: 'リクエスト ID', time: '時刻' },
};

/** The message for a status. One without its own (a rule may choose any from 400 to 599) has a general text. */
export function messageFor(status: number, language: Language): Message {
  const own = MESSAGES[language][status];
  if (own !== undefined) return own;
  const general = MESSAGES[language][status >= 500 ? 500 : 403];
  return {
    title: language === 'en' ? (STATUS_CODES[status] ?? general.title) : general.title,
    text: general.text,
  };
}
