/** The socket's code, fetched when the page is done. */
export { io } from "socket.io-client";
