import { Editor } from '@tiptap/core';
import { DOMParser } from '@tiptap/pm/model';
import type { EditorView } from '@tiptap/pm/view';
import {
  Bold,
  Heading2,
  Heading3,
  ImagePlus,
  Italic,
  Link2,
  List,
  ListOrdered,
  Quote,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useId, useReducer, useRef, useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { ask, useAction } from '../../admin/index.js';
import { EXTENSIONS, readHtml, readPasted } from './html.js';
import { readPicture } from '../../parts/read-picture.js';
import '../../../ui/article.css';
import './rich-text.css';

interface RichTextProps {
  readonly label: string;
  readonly lang: string | undefined;
  /** What it says when it appears; later texts are its own. */
  readonly html: string;
  readonly onChange: (html: string) => void;
}

/** A text with headings, lists, links and pictures. Import it lazily: the editor is large. */
export function RichText({ label, lang, html, onChange }: RichTextProps) {
  const box = useRef<HTMLDivElement>(null);
  const first = useRef({ html, onChange });
  const [editor, setEditor] = useState<Editor>();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    first.current.onChange = onChange;
  }, [onChange]);

  useEffect(() => {
    let made: Editor | undefined;
    let isGone = false;
    void readHtml(first.current.html).then((content) => {
      if (isGone) return;
      made = new Editor({
        element: box.current,
        extensions: EXTENSIONS,
        content,
        injectCSS: false,
        editorProps: {
          attributes: {
            role: 'textbox',
            'aria-multiline': 'true',
            'aria-label': label,
            ...(lang !== undefined && { lang }),
            class: 'article rich-text',
          },
          handleDOMEvents: { paste: insertPasted, drop: insertDropped },
        },
        onTransaction: redraw,
        onUpdate: ({ editor: of }) => first.current.onChange(of.isEmpty ? '' : of.getHTML()),
      });
      setEditor(made);
    });
    return () => {
      isGone = true;
      made?.destroy();
    };
  }, [label, lang]);

  return (
    <div className="overflow-hidden rounded-control border border-edge bg-panel focus-within:outline-2 focus-within:outline-accent">
      {editor && <Toolbar editor={editor} />}
      <div ref={box} />
    </div>
  );
}

/** Pasted HTML is cleaned before it becomes nodes; text and what this page has copied as text go their usual way. */
function insertPasted(view: EditorView, event: ClipboardEvent): boolean {
  const html = event.clipboardData?.getData('text/html') ?? '';
  if (html === '') return false;
  event.preventDefault();
  void insertHtml(view, html);
  return true;
}

/** The same for what is dropped from elsewhere. */
function insertDropped(view: EditorView, event: DragEvent): boolean {
  const html = event.dataTransfer?.getData('text/html') ?? '';
  if (view.dragging !== null || html === '') return false;
  event.preventDefault();
  void insertHtml(view, html);
  return true;
}

async function insertHtml(view: EditorView, html: string): Promise<void> {
  const slice = await readPasted(html, DOMParser.fromSchema(view.state.schema));
  if (!view.isDestroyed) view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView());
}

function Toolbar({ editor }: { readonly editor: Editor }) {
  const t = useTranslations('console.content');
  const [task, setTask] = useState<Task>();
  const done = () => {
    setTask(undefined);
    editor.commands.focus();
  };
  const tools = useTools(editor, task, setTask);
  return (
    <>
      <div role="toolbar" aria-label={t('tools.label')} className="flex flex-wrap border-b border-line px-1">
        {tools.map(({ icon, label, isOn, act }) => (
          <IconButton
            key={label}
            label={label}
            aria-pressed={isOn}
            className={isOn ? 'bg-tint text-accent' : ''}
            onClick={act}
          >
            <Icon of={icon} size={18} />
          </IconButton>
        ))}
      </div>
      {task === 'link' && <LinkForm editor={editor} onDone={done} />}
      {task === 'picture' && <PictureForm editor={editor} onDone={done} />}
    </>
  );
}

type Task = 'link' | 'picture';

interface Tool {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly isOn: boolean;
  readonly act: () => void;
}

/** What the toolbar does with the text that is selected. */
function useTools(editor: Editor, task: Task | undefined, setTask: (task: Task) => void): readonly Tool[] {
  const t = useTranslations('console.content');
  const chain = () => editor.chain().focus();
  return [
    {
      icon: Bold,
      label: t('tools.bold'),
      isOn: editor.isActive('bold'),
      act: () => chain().toggleBold().run(),
    },
    {
      icon: Italic,
      label: t('tools.italic'),
      isOn: editor.isActive('italic'),
      act: () => chain().toggleItalic().run(),
    },
    {
      icon: Heading2,
      label: t('tools.heading'),
      isOn: editor.isActive('heading', { level: 2 }),
      act: () => chain().toggleHeading({ level: 2 }).run(),
    },
    {
      icon: Heading3,
      label: t('tools.subheading'),
      isOn: editor.isActive('heading', { level: 3 }),
      act: () => chain().toggleHeading({ level: 3 }).run(),
    },
    {
      icon: List,
      label: t('tools.list'),
      isOn: editor.isActive('bulletList'),
      act: () => chain().toggleBulletList().run(),
    },
    {
      icon: ListOrdered,
      label: t('tools.steps'),
      isOn: editor.isActive('orderedList'),
      act: () => chain().toggleOrderedList().run(),
    },
    {
      icon: Quote,
      label: t('tools.quote'),
      isOn: editor.isActive('blockquote'),
      act: () => chain().toggleBlockquote().run(),
    },
    {
      icon: Link2,
      label: t('tools.link'),
      isOn: editor.isActive('link') || task === 'link',
      act: () => setTask('link'),
    },
    { icon: ImagePlus, label: t('tools.picture'), isOn: task === 'picture', act: () => setTask('picture') },
  ];
}

function LinkForm({ editor, onDone }: { readonly editor: Editor; readonly onDone: () => void }) {
  const t = useTranslations('console.content');
  const [address, setAddress] = useState(String(editor.getAttributes('link')['href'] ?? ''));
  const href = /^[a-z]+:/i.test(address.trim()) ? address.trim() : `https://${address.trim()}`;

  function set(): void {
    const link = editor.chain().focus().extendMarkRange('link');
    if (address.trim() === '') link.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive('link'))
      link
        .insertContent({ type: 'text', text: address.trim(), marks: [{ type: 'link', attrs: { href } }] })
        .run();
    else link.setLink({ href }).run();
    onDone();
  }

  return (
    <div className="border-b border-line p-3">
      <Form
        submit={t('tools.setLink')}
        isBusy={false}
        onSubmit={set}
        end={<Button onClick={onDone}>{t('cancel')}</Button>}
      >
        <Field
          label={t('tools.address')}
          hint={t('tools.addressHint')}
          inputMode="url"
          autoFocus
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
      </Form>
    </div>
  );
}

function PictureForm({ editor, onDone }: { readonly editor: Editor; readonly onDone: () => void }) {
  const t = useTranslations('console.content');
  const id = useId();
  const [file, setFile] = useState<File>();
  const [alt, setAlt] = useState('');
  const { isBusy, refusal, act } = useAction();

  async function add(): Promise<void> {
    if (!file) return;
    const { path } = await ask('POST', '/admin/content/pictures', { picture: await readPicture(file) });
    editor.chain().focus().setImage({ src: path, alt: alt.trim() }).run();
    onDone();
  }

  return (
    <div className="border-b border-line p-3">
      <Form
        submit={t('tools.addPicture')}
        isBusy={isBusy}
        onSubmit={() => void act(add)}
        end={<Button onClick={onDone}>{t('cancel')}</Button>}
      >
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="text-small font-medium">
            {t('tools.file')}
          </label>
          <input
            id={id}
            type="file"
            accept="image/*"
            required
            onChange={(event) => setFile(event.target.files?.[0])}
          />
        </div>
        <Field
          label={t('tools.alt')}
          hint={t('tools.altHint')}
          maxLength={200}
          value={alt}
          onChange={(event) => setAlt(event.target.value)}
        />
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
    </div>
  );
}
