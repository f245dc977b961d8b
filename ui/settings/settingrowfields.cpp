// The fields of a setting's row, by its kind.

#include "base/literals.h"
#include "settings/colourdisc.h"
#include "settings/settingrow.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QTimeZone>
#include <QWheelEvent>

#include <array>

namespace parking::ui {

namespace {

constexpr int kChoice = 220;

/// Lamps' colours that are told apart well.
constexpr std::array kSwatches{"00FF00", "FF0000", "FFFF00", "FFA500", "0000FF", "00FFFF",
                               "FF00FF", "FFFFFF", "80FF00", "FF4000", "8000FF", "000000"};

/// The wheel turns the page, not a choice that the pointer happens to be over.
class QuietChoice : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

QStringList zones()
{
    QStringList names;
    for (const QByteArray &id : QTimeZone::availableTimeZoneIds())
        names.append(QString::fromLatin1(id));
    return names;
}

} // namespace

QWidget *SettingRow::makeField()
{
    switch (m_setting.kind) {
    case SettingKind::Choice:
    case SettingKind::YesNo:
        return makeChoice();
    case SettingKind::File:
    case SettingKind::Folder:
        return makeFile();
    case SettingKind::Colour:
        return makeColour();
    case SettingKind::Secret:
    case SettingKind::Address:
        return makeSecret();
    default:
        return makeLine();
    }
}

QWidget *SettingRow::makeLine()
{
    m_line = new UnitField(m_theme, this);
    m_line->setAccessibleName(m_setting.label);
    m_line->setAccessibleDescription(m_setting.help);
    if (m_setting.kind == SettingKind::Zone) {
        auto *completer = new QCompleter(zones(), m_line);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchContains);
        m_line->setCompleter(completer);
    }
    connect(m_line, &QLineEdit::textEdited, this, &SettingRow::onTyped);
    // By Enter or its button: a secret is not kept because somebody clicked elsewhere.
    connect(m_line,
            m_setting.kind == SettingKind::Secret ? &QLineEdit::returnPressed
                                                  : &QLineEdit::editingFinished,
            this, &SettingRow::onLeft);
    connect(m_line, &UnitField::escaped, this, &SettingRow::discard);
    return m_line;
}

QWidget *SettingRow::makeChoice()
{
    if (m_setting.kind == SettingKind::YesNo) {
        m_yes = new QCheckBox(tr("Yes"), this);
        m_yes->setAccessibleName(m_setting.label);
        connect(m_yes, &QCheckBox::clicked, this, [this] {
            onTyped();
            onLeft();
        });
        return m_yes;
    }
    m_choice = new QuietChoice(this);
    m_choice->setAccessibleName(m_setting.label);
    m_choice->setMinimumWidth(m_theme.scaled(kChoice));
    for (const SettingChoice &choice : m_setting.choices)
        m_choice->addItem(choice.text, choice.value);
    connect(m_choice, &QComboBox::activated, this, [this] {
        onTyped();
        onLeft();
    });
    return m_choice;
}

QWidget *SettingRow::makeFile()
{
    auto *box = new QWidget(this);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(makeLine(), 1);
    m_more = new QPushButton(tr("Choose"), box);
    m_more->setAccessibleName(tr("Choose: %1").arg(m_setting.label));
    connect(m_more, &QPushButton::clicked, this, &SettingRow::chooseFile);
    layout->addWidget(m_more);
    box->setFocusProxy(m_line);
    return box;
}

QWidget *SettingRow::makeColour()
{
    auto *box = new QWidget(this);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    makeLine();
    m_line->setFont(m_theme.monoFont(TextStyle::Body));
    m_line->setTextMargins(m_theme.scaled(22), 0, 0, 0);
    m_line->setMaxLength(7);
    layout->addWidget(m_line);
    m_more = new QPushButton(m_line); // over the field's left end
    m_more->setProperty("kind", u"disc"_s);
    m_more->setAccessibleName(tr("Choose a colour: %1").arg(m_setting.label));
    m_more->setGeometry(6, m_theme.scaled(5), m_theme.scaled(22), m_theme.scaled(22));
    connect(m_more, &QPushButton::clicked, this, &SettingRow::chooseColour);
    box->setFocusProxy(m_line);
    return box;
}

QWidget *SettingRow::makeSecret()
{
    auto *box = new QWidget(this);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    makeLine();
    m_keep = new QPushButton(tr("Keep"), box);
    m_replace = new QPushButton(tr("Replace"), box);
    m_remove = new QPushButton(tr("Remove"), box);
    m_remove->setProperty("kind", u"link"_s);
    for (QPushButton *button : {m_keep, m_replace, m_remove})
        button->setAccessibleName(u"%1: %2"_s.arg(button->text(), m_setting.label));
    connect(m_keep, &QPushButton::clicked, this, &SettingRow::onLeft);
    connect(m_replace, &QPushButton::clicked, this, [this] { setReplacing(!m_isReplacing); });
    connect(m_remove, &QPushButton::clicked, this, &SettingRow::removeAsked);
    layout->addWidget(m_line, 1);
    layout->addWidget(m_keep);
    layout->addWidget(m_replace);
    layout->addWidget(m_remove);
    box->setFocusProxy(m_line);
    return box;
}

void SettingRow::chooseFile()
{
    auto *dialog = new QFileDialog(this, m_setting.label);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(m_setting.kind == SettingKind::Folder ? QFileDialog::Directory
                                                              : QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        m_line->setText(file);
        onTyped();
        onLeft();
    });
    dialog->open();
}

void SettingRow::chooseColour()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const char *swatch : kSwatches) {
        const QString hex = QLatin1StringView(swatch);
        connect(menu->addAction(colourDisc(hex, m_theme, devicePixelRatioF()), hex),
                &QAction::triggered, this, [this, hex] {
                    m_line->setText(hex);
                    onTyped();
                    onLeft();
                });
    }
    menu->popup(m_line->mapToGlobal(QPoint(0, m_line->height())));
}

} // namespace parking::ui
