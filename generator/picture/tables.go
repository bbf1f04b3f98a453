package picture

import "strings"

// elements are those of SVG 2 and Filter Effects that draw, animate or describe.
// script, foreignObject, handler and the media elements are not among them.
var elements = set(`
	svg g defs symbol use switch view a title desc style
	path rect circle ellipse line polyline polygon text tspan textPath image
	marker mask clipPath pattern linearGradient radialGradient stop
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
	feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
	feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
	animate animateMotion animateTransform set mpath`)

// attributes are those of SVG 2, Filter Effects, Masking and SVG Animations that
// shape, paint, time or describe. What programs add for themselves, up to whole
// documents, is not among them.
var attributes = set(`
	id class style lang tabindex role href transform transform-origin viewBox preserveAspectRatio version
	x y z width height cx cy r rx ry fr fx fy x1 y1 x2 y2 dx dy d points pathLength rotate path side
	textLength lengthAdjust startOffset method spacing refX refY markerWidth markerHeight markerUnits orient
	gradientUnits gradientTransform spreadMethod offset patternUnits patternContentUnits patternTransform
	clipPathUnits maskUnits maskContentUnits filterUnits primitiveUnits media type systemLanguage
	alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
	color-interpolation-filters color-rendering cursor direction display dominant-baseline fill fill-opacity
	fill-rule filter flood-color flood-opacity font font-family font-size font-size-adjust font-stretch
	font-style font-variant font-weight font-feature-settings font-kerning glyph-orientation-horizontal
	glyph-orientation-vertical image-rendering isolation kerning letter-spacing lighting-color line-height
	marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order
	pointer-events shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
	stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-align
	text-decoration text-overflow text-rendering text-transform unicode-bidi vector-effect visibility
	white-space word-spacing writing-mode
	in in2 result mode values operator k1 k2 k3 k4 order kernelMatrix kernelUnitLength divisor bias targetX
	targetY edgeMode preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent
	limitingConeAngle pointsAtX pointsAtY pointsAtZ azimuth elevation scale xChannelSelector
	yChannelSelector stdDeviation radius baseFrequency numOctaves seed stitchTiles tableValues slope
	intercept amplitude exponent
	attributeName attributeType begin dur end min max restart repeatCount repeatDur calcMode keyTimes
	keySplines keyPoints from to by additive accumulate origin
	aria-label aria-labelledby aria-describedby aria-hidden aria-roledescription focusable`)

// leftOut are elements that tell of a drawing's making and draw nothing.
var leftOut = set("metadata")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
