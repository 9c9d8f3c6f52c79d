// The bundle of Swagger UI, which comes first, defines SwaggerUIBundle.
window.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  // Without it, the page would ask a server of others whether the document is valid.
  validatorUrl: null,
});
