declare module "virtual:sprite" {
  /** The icon sprite as SVG text; the build makes it. */
  const svg: string;
  export default svg;
}
