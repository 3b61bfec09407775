/** jsdom has no layout: while a test runs, no clipped text fits its lines, or each of them does. */
export function clippedTexts(areCut: boolean): void {
  jest
    .spyOn(Element.prototype, 'scrollHeight', 'get')
    .mockReturnValue(areCut ? 200 : 80);
  jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(80);
}
