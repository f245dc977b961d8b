#include "setup/draftline.h"

#include "base/literals.h"
#include "setup/setuplabels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

using checks::Subject;

DraftLine::DraftLine(Subject subject, DraftField field, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_subject(subject), m_field(field), m_theme(theme)
{
    const QString name = setuplabels::fieldName(subject, field);
    QLabel *label = makeLabel(this, {}, name);
    setTextStyle(*label, "strong"_L1);
    m_lock = makeLabel(this);
    m_origin = makeLabel(this, "caption"_L1);
    m_edit = new QLineEdit(this);
    m_edit->setAccessibleName(name);
    m_edit->setPlaceholderText(setuplabels::example(subject, field));
    m_edit->setMinimumWidth(theme.scaled(96));
    label->setBuddy(m_edit);
    setFocusProxy(m_edit);
    m_message = makeLabel(this, "danger"_L1);
    m_message->setWordWrap(true);
    m_message->setMinimumHeight(theme.scaled(18));

    auto *head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(label);
    head->addStretch();
    head->addWidget(m_lock);
    head->addWidget(m_origin);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_edit, 1);
    if (isSecret())
        addSecretParts();
    else if (field != DraftField::Address && field != DraftField::User
             && field != DraftField::Topic)
        addChooser();
    if (m_beside)
        row->addWidget(m_beside);
    if (m_remove)
        head->insertWidget(1, m_remove);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addLayout(row);
    column->addWidget(m_message);

    connect(m_edit, &QLineEdit::textEdited, this, [this] {
        refresh();
        Q_EMIT edited();
    });
    connect(m_edit, &QLineEdit::editingFinished, this, [this] {
        if (isChanged())
            Q_EMIT left();
    });
    connect(m_edit, &QLineEdit::returnPressed, this, &DraftLine::entered);
    connect(&theme, &Theme::changed, this, &DraftLine::refresh);
    refresh();
}

DraftLine::~DraftLine()
{
    m_edit->disconnect(this);
}

void DraftLine::addSecretParts()
{
    m_edit->setEchoMode(QLineEdit::Password);
    m_eye = m_edit->addAction(m_theme.icon(u"eye"_s), QLineEdit::TrailingPosition);
    connect(m_eye, &QAction::triggered, this,
            [this] { showSecret(m_edit->echoMode() == QLineEdit::Password); });
    showSecret(false);
    m_remove = new QPushButton(this);
    m_remove->setProperty("kind", u"link"_s);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        m_removed = !m_removed;
        m_edit->clear();
        refresh();
        Q_EMIT edited();
    });
    if (m_subject != Subject::ChirpStack)
        return;
    m_beside = new QPushButton(tr("Paste"), this); // nobody types a key
    connect(m_beside, &QPushButton::clicked, this,
            [this] { setText(QGuiApplication::clipboard()->text().trimmed()); });
}

void DraftLine::addChooser()
{
    m_beside = new QPushButton(tr("Choose …"), this);
    m_beside->setAccessibleName(tr("Choose %1").arg(setuplabels::fieldName(m_subject, m_field)));
    connect(m_beside, &QPushButton::clicked, this, &DraftLine::chooseFile);
}

/// It waits for nothing: the line may go while somebody chooses.
void DraftLine::chooseFile()
{
    auto *dialog = new QFileDialog(
        this, setuplabels::fieldName(m_subject, m_field), QFileInfo(m_edit->text()).absolutePath(),
        tr("Certificates and keys (*.pem *.crt *.cer *.key);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &DraftLine::setText);
    dialog->open();
}

void DraftLine::showSecret(bool shown)
{
    m_edit->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    m_eye->setIcon(m_theme.icon(shown ? u"eye-off"_s : u"eye"_s));
    m_eye->setText(shown ? tr("Hide what was typed") : tr("Show what was typed"));
    m_eye->setToolTip(m_eye->text());
}

void DraftLine::setStart(const QString &text, const settings::Given &given)
{
    m_start = text;
    m_given = given;
    m_removed = false;
    if (isSecret()) {
        m_edit->clear();
        showSecret(false);
    } else {
        m_edit->setText(text);
        m_edit->setCursorPosition(0);
    }
    setWrong({});
    refresh();
}

QString DraftLine::text() const
{
    return isSecret() && m_edit->text().isEmpty() && !m_removed ? m_start : m_edit->text();
}

void DraftLine::setText(const QString &text)
{
    if (isLocked() || m_edit->text() == text)
        return;
    m_edit->setText(text);
    refresh();
    Q_EMIT edited();
}

bool DraftLine::isLocked() const
{
    return settings::isLocked(m_given);
}

void DraftLine::setWrong(const QString &message)
{
    m_message->setText(message);
    m_edit->setAccessibleDescription(message.isEmpty() ? m_edit->toolTip() : message);
    mark(!message.isEmpty());
    refresh();
}

void DraftLine::mark(bool wrong)
{
    m_edit->setProperty("wrong", wrong);
    m_edit->style()->unpolish(m_edit);
    m_edit->style()->polish(m_edit);
}

bool DraftLine::isWrong() const
{
    return m_edit->property("wrong").toBool();
}

void DraftLine::refresh()
{
    const Tokens &t = m_theme.tokens();
    const bool isSet = isSecret() && !m_start.isEmpty();
    const bool isKept = isSet && m_edit->text().isEmpty() && !m_removed;
    m_edit->setReadOnly(isLocked());
    m_lock->setVisible(isLocked());
    m_lock->setPixmap(m_theme.pixmap(u"lock"_s, 14, t.text3, devicePixelRatioF()));
    m_origin->setText(isChanged() ? tr("changed now") : setuplabels::origin(m_given.origin));
    m_origin->setToolTip(isChanged() || m_given.origin == setuplabels::kFoundHere ? QString()
                                                                                  : m_given.origin);
    if (isSecret())
        m_edit->setPlaceholderText(isKept && isLocked() ? tr("Set, not shown")
                                       : isKept         ? tr("Set. Type a new one to replace it")
                                                        : setuplabels::example(m_subject, m_field));
    const QString why = isLocked()
        ? tr("Set in %1. Change it there and start again.").arg(setuplabels::place(m_given.origin))
        : QString();
    m_edit->setToolTip(why);
    if (!isWrong())
        m_edit->setAccessibleDescription(why);
    if (m_remove) {
        m_remove->setVisible(isSet && !isLocked() && m_edit->text().isEmpty());
        m_remove->setText(m_removed ? tr("Keep it") : tr("Remove"));
        m_eye->setVisible(!m_edit->text().isEmpty());
    }
    if (m_beside)
        m_beside->setEnabled(!isLocked());
}

} // namespace parking::ui
