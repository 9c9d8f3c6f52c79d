/** The signature that the server gives a new account, in the words of the Chat API: nobody has written it. */
export const DEFAULT_SIGNATURE = '本宝宝暂时还没有想到个性的签名';
