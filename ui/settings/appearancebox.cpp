#include "settings/appearancebox.h"

#include "base/literals.h"
#include "widgets/arrowbox.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>

namespace parking::ui {

namespace {

constexpr int kSizes[] = {100, 115, 130};
constexpr int kLabel = 164;

} // namespace

AppearanceBox::AppearanceBox(Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    m_choice = new ArrowBox(m_theme, this);
    m_choice->addItem(tr("As the system"), int(ThemeChoice::System));
    m_choice->addItem(tr("Light"), int(ThemeChoice::Light));
    m_choice->addItem(tr("Dark"), int(ThemeChoice::Dark));
    m_size = new ArrowBox(m_theme, this);
    for (const int size : kSizes)
        m_size->addItem(tr("%1 %").arg(size), size);
    m_still = new QCheckBox(tr("Nothing moves or fades"), this);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(10);
    grid->setColumnMinimumWidth(0, theme.scaled(kLabel));
    grid->setColumnStretch(2, 1);
    const std::pair<QString, QWidget *> rows[] = {
        {tr("Light or dark"), m_choice}, {tr("Size of text"), m_size}, {tr("Motion"), m_still}};
    int at = 0;
    for (const auto &[name, field] : rows) {
        QLabel *label = makeLabel(this, {}, name);
        setTextStyle(*label, "strong"_L1);
        label->setBuddy(field);
        field->setAccessibleName(name);
        grid->addWidget(label, at, 0);
        grid->addWidget(field, at++, 1);
    }
    connect(m_choice, &QComboBox::activated, this,
            [this] { m_theme.setChoice(ThemeChoice(m_choice->currentData().toInt())); });
    connect(m_size, &QComboBox::activated, this,
            [this] { m_theme.setTextPercent(m_size->currentData().toInt()); });
    connect(m_still, &QCheckBox::clicked, this,
            [this](bool still) { m_theme.setReduceMotion(still); });
    connect(&theme, &Theme::changed, this, &AppearanceBox::refresh);
    refresh();
}

void AppearanceBox::refresh()
{
    m_choice->setCurrentIndex(m_choice->findData(int(m_theme.choice())));
    m_size->setCurrentIndex(m_size->findData(m_theme.textPercent()));
    m_still->setChecked(m_theme.reduceMotion());
}

} // namespace parking::ui
