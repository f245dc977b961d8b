#include "settings/settingrow.h"

#include "base/literals.h"
#include "settings/colourdisc.h"
#include "widgets/role.h"
#include "widgets/statepill.h"
#include "widgets/textstyle.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace parking::ui {

namespace {

constexpr int kLabel = 164; // widths of a short row
constexpr int kField = 120;

/// Of a space in this state, as on the map.
QPixmap stateSign(const QString &state, const Theme &theme, qreal ratio)
{
    QPixmap pixmap(QSize(12, 16) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    if (const std::optional<domain::SpaceState> known = domain::spaceStateFromString(state))
        paintStateSign(painter, {0.5, 0.5, 11, 15}, *known, domain::Confidence::Fresh, theme);
    return pixmap;
}

void setShown(QLineEdit &line, const char *property, bool on)
{
    if (line.property(property).toBool() == on)
        return;
    line.setProperty(property, on);
    line.style()->unpolish(&line);
    line.style()->polish(&line);
}

} // namespace

// --- The row -------------------------------------------------------------------------------------

SettingRow::SettingRow(const Setting &setting, bool isDraft, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_setting(setting), m_isDraft(isDraft), m_theme(theme)
{
    m_origin = makeLabel(this, "caption"_L1);
    m_sign = makeLabel(this);
    m_help = makeLabel(this, "caption"_L1, setting.help);
    m_help->setWordWrap(true);
    m_note = makeLabel(this, "caption"_L1);
    m_note->setWordWrap(true);
    setTextStyle(*m_note, "caption"_L1);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    lay(makeField());
    connect(&theme, &Theme::changed, this, &SettingRow::refresh);
    refresh();
}

/// A field that had the focus tells that it was left when it goes.
SettingRow::~SettingRow()
{
    if (m_line)
        m_line->disconnect(this);
}

void SettingRow::lay(QWidget *field)
{
    QLabel *label = makeLabel(this, {}, m_setting.label);
    setTextStyle(*label, "strong"_L1);
    label->setBuddy(field->focusProxy() ? field->focusProxy() : field);
    auto *origin = new QHBoxLayout;
    origin->setSpacing(4);
    origin->addWidget(m_sign);
    origin->addWidget(m_origin);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(4);
    auto *first = new QHBoxLayout;
    if (m_setting.isShort()) {
        label->setFixedWidth(m_theme.scaled(kLabel));
        label->setWordWrap(true);
        field->setFixedWidth(m_theme.scaled(kField));
        first->setSpacing(12);
        if (m_setting.kind == SettingKind::Colour) {
            m_space = makeLabel(this);
            first->addWidget(m_space);
            label->setFixedWidth(m_theme.scaled(kLabel - 24));
        }
        first->addWidget(label);
        first->addWidget(field);
        first->addWidget(m_help, 1);
        first->addLayout(origin);
        all->addLayout(first);
    } else {
        label->setWordWrap(true);
        first->addWidget(label, 1);
        first->addLayout(origin);
        all->addLayout(first);
        all->addWidget(field, 0,
                       m_setting.kind == SettingKind::Choice || m_setting.kind == SettingKind::YesNo
                           ? Qt::AlignLeft
                           : Qt::Alignment());
        all->addWidget(m_help);
    }
    m_help->setVisible(!m_setting.help.isEmpty());
    all->addWidget(m_note);
}

// --- What is typed -------------------------------------------------------------------------------

QString SettingRow::draft() const
{
    if (m_yes)
        return m_yes->isChecked() ? u"true"_s : u"false"_s;
    return m_choice ? m_choice->currentData().toString() : m_line->text();
}

bool SettingRow::hasDraft() const
{
    if (!m_state.isKnown)
        return false;
    if (m_state.isMasked)
        return m_isReplacing && !m_line->text().isEmpty();
    return draft().compare(m_state.value,
                           m_choice || m_yes ? Qt::CaseInsensitive : Qt::CaseSensitive)
        != 0;
}

void SettingRow::onTyped()
{
    m_isAsked = false;
    Q_EMIT typed();
    refresh();
}

void SettingRow::onLeft()
{
    if (m_isBusy || m_isAsked || m_isDraft || !hasDraft() || isRefused())
        return;
    m_isAsked = true;
    Q_EMIT left();
}

void SettingRow::discard()
{
    m_refusal.clear();
    m_isReplacing = false;
    showValue();
    Q_EMIT typed();
    refresh();
}

void SettingRow::setReplacing(bool replacing)
{
    m_refusal.clear();
    m_isReplacing = replacing;
    showValue();
    Q_EMIT typed();
    refresh();
    (replacing ? static_cast<QWidget *>(m_line) : m_replace)->setFocus(Qt::OtherFocusReason);
}

void SettingRow::showFocus()
{
    QWidget *field = m_line ? static_cast<QWidget *>(m_line) : m_choice;
    (field ? field : m_yes)->setFocus(Qt::OtherFocusReason);
}

// --- What holds ----------------------------------------------------------------------------------

void SettingRow::setState(const SettingState &state)
{
    if (state == m_state)
        return;
    const bool keeps = hasDraft() && state.isKnown && state.lock.isEmpty();
    const QString before = m_state.value;
    m_state = state;
    // What was typed and holds now is no draft any more; nor what was replaced.
    if (!keeps || (m_state.isMasked && m_isAsked)) {
        m_isReplacing = false;
        showValue();
    }
    if (!hasDraft())
        m_refusal.clear();
    refresh();
}

void SettingRow::showValue()
{
    if (m_yes) {
        m_yes->setChecked(m_state.value.compare("true"_L1, Qt::CaseInsensitive) == 0);
    } else if (m_choice) {
        int at = -1;
        for (int i = 0; i < m_choice->count(); ++i) {
            if (m_choice->itemData(i).toString().compare(m_state.value, Qt::CaseInsensitive) == 0)
                at = i;
        }
        m_choice->setCurrentIndex(at);
    } else if (m_isReplacing) {
        m_line->clear();
    } else if (!m_state.isKnown) {
        m_line->setText(u"–"_s);
    } else if (m_setting.kind == SettingKind::Secret) {
        m_line->setText(m_state.isSet ? tr("Set, and not shown") : tr("Not set"));
    } else {
        m_line->setText(m_state.value);
        m_line->setCursorPosition(0);
    }
}

void SettingRow::setRefusal(const QString &words)
{
    m_refusal = words;
    refresh();
}

void SettingRow::setBusy(bool busy)
{
    m_isBusy = busy;
    refresh();
}

void SettingRow::refresh()
{
    const bool isLocked = !m_state.lock.isEmpty();
    const bool mayType = !isLocked && !m_isBusy;
    if (m_line) {
        m_line->setUnit(m_setting.kind == SettingKind::Colour || !m_state.isKnown ? QString()
                                                                                  : m_state.unit);
        if (m_setting.kind == SettingKind::Colour)
            m_line->setTextMargins(m_theme.scaled(22), 0, 0, 0);
        m_line->setReadOnly(!mayType || (m_state.isMasked && !m_isReplacing));
        m_line->setEchoMode(m_isReplacing && m_setting.kind == SettingKind::Secret
                                ? QLineEdit::Password
                                : QLineEdit::Normal);
        setShown(*m_line, "locked", isLocked);
        setShown(*m_line, "wrong", isRefused());
    }
    if (m_space)
        m_space->setPixmap(stateSign(m_setting.path.last(), m_theme, devicePixelRatioF()));
    if (m_choice)
        m_choice->setEnabled(mayType);
    if (m_yes)
        m_yes->setEnabled(mayType);
    if (m_more) {
        m_more->setEnabled(mayType);
        if (m_setting.kind == SettingKind::Colour)
            m_more->setIcon(colourDisc(m_line->text(), m_theme, devicePixelRatioF()));
    }
    if (m_replace) {
        m_replace->setVisible(m_state.isMasked && !isLocked);
        m_replace->setText(m_isReplacing       ? tr("Cancel")
                               : m_state.isSet ? tr("Replace")
                                               : tr("Set"));
        m_replace->setEnabled(mayType);
        m_keep->setVisible(m_isReplacing && !m_isDraft);
        m_keep->setEnabled(mayType && hasDraft() && !isRefused());
        m_remove->setVisible(m_state.isMasked && m_state.isSet && !m_state.isDefault && !isLocked
                             && !m_isReplacing);
        m_remove->setEnabled(mayType);
    }
    m_help->setText(m_state.help.isEmpty() ? m_setting.help : m_state.help);
    m_origin->setText(m_isBusy                      ? tr("saving …")
                          : m_isDraft && hasDraft() ? tr("not saved")
                                                    : m_state.origin);
    m_sign->setVisible(m_state.isFromOutside);
    m_sign->setPixmap(m_theme.pixmap(u"lock"_s, 14, m_theme.tokens().text3, devicePixelRatioF()));
    for (QWidget *field : std::initializer_list<QWidget *>{m_line, m_choice, m_yes}) {
        if (field)
            field->setToolTip(m_state.lock);
    }
    m_note->setText(isRefused()                             ? m_refusal
                        : isLocked && !m_state.isLockShared ? m_state.lock
                                                            : m_state.note);
    m_note->setVisible(!m_note->text().isEmpty());
    setRole(*m_note,
            isRefused()                              ? "danger"_L1
                : m_state.isNoteWarning && !isLocked ? "warning"_L1
                                                     : "caption"_L1);
}

} // namespace parking::ui
